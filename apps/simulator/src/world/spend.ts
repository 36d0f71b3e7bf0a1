import type { Academy } from './academy.ts';
import { type AccountTraits, restatement } from './account-traits.ts';
import { type AdFigures, type Factor, figuresOf } from './ad-figures.ts';

const QUARTER_MS = 900_000;

/**
 * Delivery of every ad on a day of its account, in the account's money, as it is reported now. The running day grows every
 * quarter of an hour, as reports do; the future is empty.
 */
export function deliveryOn(academy: Academy, day: string, nowMs: number): AdFigures[] {
  const factors = new Map([...academy.accounts].map(([id, traits]) => [id, factorOf(traits, day, nowMs)]));
  return academy.plans.flatMap((plan) => {
    const figures = figuresOf(
      academy.seed,
      plan,
      day,
      ({ accountId }) => factors.get(accountId) ?? { share: 0, rate: 1 },
      academy.situations,
    );
    const ordered = academy.orderedSpend.get(`${plan.team.slug} ${day}`);
    return ordered === undefined
      ? figures
      : figures.slice(0, 1).map((one) => ({ ...one, spendCents: ordered }));
  });
}

function factorOf(traits: AccountTraits, day: string, nowMs: number): Factor {
  const passed = Math.floor((nowMs - traits.calendar.startOf(day)) / QUARTER_MS) * QUARTER_MS;
  const share = Math.min(1, Math.max(0, passed / 86_400_000));
  return { share: share * restatement(traits, day, nowMs), rate: traits.perUsd };
}
