import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast, chanceOfAtMost, confidenceOf } from './statistics.ts';

describe('chances of counts', () => {
  // Sums of the series in decimals of 60 digits.
  it.each([
    [0, 6, 0.002478752],
    [6, 18, 0.001043446],
    [470, 600, 2.02e-8],
  ])('at most %d of %d expected is %d', (count, mean, chance) => {
    expect(chanceOfAtMost(count, mean)).toBeCloseTo(chance, 6);
  });

  it('at least 20 where 8 are expected is 0.00025', () => {
    expect(chanceOfAtLeast(20, 8)).toBeCloseTo(0.000253, 5);
    expect(chanceOfAtLeast(0, 8)).toBe(1);
  });

  it('nothing expected surprises nobody by not coming', () => {
    expect(chanceOfAtMost(0, 0)).toBe(1);
  });

  it('confidence grows as chance shrinks', () => {
    expect([1e-6, 1e-4, 1e-3].map(confidenceOf)).toEqual(['high', 'medium', 'low']);
  });
});
