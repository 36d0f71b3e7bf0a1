import { CREDIT_MODELS } from '@traffic/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditShares, divide, WHOLE } from './credit-shares.ts';

const sold = new Date('2026-06-01T12:00:00Z');
const before = (...days: number[]) => days.map((count) => new Date(sold.getTime() - count * 86_400_000));
const percent = (shares: bigint[]) => shares.map((share) => Number(share) / 10_000_000);

describe('creditShares', () => {
  const touches = before(21, 14, 7, 0);

  it.each([
    ['first', [100, 0, 0, 0]],
    ['last', [0, 0, 0, 100]],
    ['linear', [25, 25, 25, 25]],
    ['position', [40, 10, 10, 40]],
    ['time_decay', [100 / 15, 200 / 15, 400 / 15, 800 / 15]],
  ] as const)('%s of touches 21, 14, 7 and 0 days before the sale is %j per cent', (model, expected) => {
    const shares = percent(creditShares(model, touches, sold));
    for (const [index, share] of shares.entries()) expect(share).toBeCloseTo(expected[index] ?? 0, 6);
  });

  it('position: one touch has all, two share equally', () => {
    expect(percent(creditShares('position', before(3), sold))).toEqual([100]);
    expect(percent(creditShares('position', before(9, 3), sold))).toEqual([50, 50]);
  });

  it('a third of the whole three times: the billionth that is left goes to the first', () => {
    expect(creditShares('linear', before(3, 2, 1), sold)).toEqual([333_333_334n, 333_333_333n, 333_333_333n]);
  });

  it('sums to exactly 1 for any touches and every model, and to nothing without touches', () => {
    const days = fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(days, fc.constantFrom(...CREDIT_MODELS), (ages, model) => {
        const shares = creditShares(model, before(...ages.toSorted((a, b) => b - a)), sold);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(WHOLE);
        expect(shares.every((share) => share >= 0n)).toBe(true);
      }),
    );
    for (const model of CREDIT_MODELS) expect(creditShares(model, [], sold)).toEqual([]);
  });
});

describe('divide', () => {
  it('divides any money by any weights without losing a tiyn', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (amount, shares) => {
        expect(divide(amount, shares).reduce((sum, share) => sum + share, 0n)).toBe(amount);
      }),
    );
  });
});
