import type { CreditModel } from '@traffic/contract';

/** Shares are counted in billionths, in integers: they sum to exactly 1 by construction. */
export const WHOLE = 1_000_000_000n;

const DAY_MS = 86_400_000;
const HALF_LIFE_DAYS = 7;
/** First and last touch; the rest of 100 goes to those between them. */
const ENDS_PERCENT = 40;

type Weigh = (touchedAt: readonly Date[], soldAt: Date) => number[];

const MODELS: Record<CreditModel, Weigh> = {
  first: (touches) => touches.map((_, index) => (index === 0 ? 1 : 0)),
  last: (touches) => touches.map((_, index) => (index === touches.length - 1 ? 1 : 0)),
  linear: (touches) => touches.map(() => 1),
  position: (touches) => touches.map((_, index) => positionWeight(index, touches.length)),
  time_decay: (touches, soldAt) => touches.map((at) => decayWeight(at, touches.at(-1) ?? soldAt)),
};

/**
 * How a sale's credit is divided among the ad touches before it, by a report model.
 *
 * @param touchedAt when the touches were, oldest first
 * @returns billionths in the order of the touches, together exactly `WHOLE`; empty without touches
 */
export function creditShares(model: CreditModel, touchedAt: readonly Date[], soldAt: Date): bigint[] {
  return divide(WHOLE, MODELS[model](touchedAt, soldAt));
}

/** Divides an amount by weights into whole units that sum to it exactly; equal remainders go to the earlier. */
export function divide(amount: bigint, weights: readonly number[]): bigint[] {
  if (weights.length === 0) return [];
  // Weights as integers: 2^40 steps are finer than any share that is shown, and sums of them are exact.
  const parts = weights.map((weight) => BigInt(Math.round(weight * 2 ** 40)));
  const total = parts.reduce((sum, part) => sum + part, 0n);
  const shares = parts.map((part) => (amount * part) / total);
  const left = amount - shares.reduce((sum, share) => sum + share, 0n);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: (amount * part) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, Number(left))) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}

/** 40/20/40; two touches share equally, one has it all. */
function positionWeight(index: number, count: number): number {
  if (count <= 2) return 1;
  const between = (100 - 2 * ENDS_PERCENT) / (count - 2);
  return index === 0 || index === count - 1 ? ENDS_PERCENT : between;
}

/** Halves with every 7 days before the last touch: ages against it, so that the newest weight is always 1. */
function decayWeight(at: Date, newest: Date): number {
  return 2 ** (-(newest.getTime() - at.getTime()) / DAY_MS / HALF_LIFE_DAYS);
}
