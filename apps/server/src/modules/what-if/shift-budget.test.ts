import { describe, expect, it } from 'vitest';
import { marginalReturn } from './marginal-return.ts';
import { effectOf, judgeSide } from './shift-budget.ts';

/** Weeks whose revenue is `base` and `per` for every unit of spend. */
const weeks = (per: number, base: number, spends: readonly number[]) =>
  spends.map((spend) => ({ spend, revenue: base + per * spend }));
const VARIED = [100, 120, 140, 90, 110, 160, 130, 105, 150, 125];

describe('marginalReturn', () => {
  it('weeks on the line 500 + 3 x spend return 3 for one more, without a doubt', () => {
    const { value, low, high } = marginalReturn(weeks(3, 500, VARIED)) as {
      value: number;
      low: number;
      high: number;
    };
    for (const one of [value, low, high]) expect(one).toBeCloseTo(3, 9);
  });

  it('scattered weeks give a range around the slope, the same every time', () => {
    const scattered = weeks(3, 500, VARIED).map((week, index) => ({
      ...week,
      revenue: week.revenue + (index % 3) * 60,
    }));
    const first = marginalReturn(scattered);
    expect(first).toEqual(marginalReturn(scattered));
    expect(first).toMatchObject({ value: expect.any(Number) });
    const { value, low, high } = first as { value: number; low: number; high: number };
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('is refused for seven weeks, and for spend that hardly moved', () => {
    expect(marginalReturn(weeks(3, 0, VARIED.slice(0, 7)))).toBe('few_weeks');
    expect(
      marginalReturn(
        weeks(
          3,
          0,
          VARIED.map((_, index) => 100 + (index % 2)),
        ),
      ),
    ).toBe('no_variation');
    expect(
      marginalReturn(
        weeks(
          3,
          0,
          VARIED.map(() => 100),
        ),
      ),
    ).toBe('no_variation');
  });
});

describe('judgeSide', () => {
  const side = { weeks: weeks(3, 0, VARIED), sales: 10, incomplete: false };
  it('knows the weeks it was drawn through and nothing beyond', () => {
    expect(judgeSide(side, -50)).toMatchObject({ refusal: null, spendPerWeek: 127.5 });
    expect(judgeSide(side, -128).refusal).toBe('beyond_history');
    // The dearest week is 160: 240 is the most.
    expect(judgeSide(side, 112).refusal).toBeNull();
    expect(judgeSide(side, 113).refusal).toBe('beyond_history');
  });
  it('is refused when a week is not complete', () => {
    expect(judgeSide({ ...side, incomplete: true }, 0).refusal).toBe('incomplete');
  });
});

describe('effectOf', () => {
  it('10 from a return of 1 to a return of 3 are 20 more, 5 at worst and 35 at best', () => {
    const from = { value: 1, low: 0.5, high: 1.5 };
    const to = { value: 3, low: 2, high: 4 };
    expect(effectOf(10, from, to)).toEqual({ expected: '20.00', low: '5.00', high: '35.00' });
    expect(effectOf(10, from, null)).toBeNull();
  });
});
