import { describe, expect, it } from 'vitest';
import { addDays } from '../../platform/business-day.ts';
import { quantile } from '../../platform/quantile.ts';
import { backTest, spreadAt } from './back-test.ts';
import { forecastMonth, type DayValue } from './forecast-month.ts';
import { judgeFigure } from './judge-figure.ts';

/** Days until and with `last`. */
const history = (last: string, count: number, of: (index: number, day: string) => number): DayValue[] =>
  Array.from({ length: count }, (_, index) => {
    const day = addDays(last, index - count + 1);
    return { day, value: of(index, day) };
  });

describe('forecastMonth', () => {
  it('100 a day: by 20 November 2,000 so far and 3,000 at the end', () => {
    expect(forecastMonth(history('2026-11-20', 90, () => 100))).toEqual({ soFar: 2000, expected: 3000 });
  });

  it('follows the week: what sells on weekdays alone is expected on weekdays alone', () => {
    const weekdays = history('2026-11-20', 84, (_, day) =>
      [0, 6].includes(new Date(day).getUTCDay()) ? 0 : 100,
    );
    // 21 to 30 November: six weekdays and four days of weekends.
    const rest = forecastMonth(weekdays).expected - forecastMonth(weekdays).soFar;
    expect(rest).toBeGreaterThan(600);
    expect(rest).toBeLessThan(720);
  });

  it('on the last day of the month it is what the month has', () => {
    expect(forecastMonth(history('2026-11-30', 90, () => 10))).toEqual({ soFar: 300, expected: 300 });
  });
});

describe('backTest', () => {
  it('looks back with what was known then, and never misses what never changes', () => {
    const { misses } = backTest(history('2026-11-20', 150, () => 100));
    expect(misses.length).toBeGreaterThan(30);
    for (const { miss } of misses) expect(Math.abs(miss)).toBeLessThan(1e-9);
  });

  it('does not see the future: a later day changes no earlier forecast', () => {
    const days = history('2026-10-31', 120, (index) => 100 + (index % 5));
    const longer = [...days, { day: '2026-11-01', value: 1_000_000 }];
    expect(backTest(longer).misses.slice(0, backTest(days).misses.length)).toEqual(backTest(days).misses);
  });

  it('judges by forecasts with about as many days left', () => {
    const test = {
      misses: [1, 2, 3, 4, 5, 25].map((horizonDays) => ({ day: '', horizonDays, miss: horizonDays / 100 })),
    };
    expect(spreadAt(test, 3)).toMatchObject({ median: 0.03, tested: 5 });
    expect(spreadAt(test, 25)).toBeNull();
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  });
});

describe('judgeFigure', () => {
  const known = (count: number) => history('2026-11-20', count, (index) => 100 + (index % 9) * 10);

  it('gives a range around what it expects, its error, and how often it was tested', () => {
    const { figure } = judgeFigure(known(150), '2800.00');
    const [low, expected, high] = [figure?.low, figure?.expected, figure?.high].map(Number);
    expect(low).toBeLessThanOrEqual(expected ?? 0);
    expect(high).toBeGreaterThanOrEqual(expected ?? 0);
    expect(figure?.tested).toBeGreaterThanOrEqual(5);
    expect(figure?.so_far).toBe('2800.00');
  });

  it('never expects less than there is already', () => {
    const { figure } = judgeFigure(known(150), '999999.00');
    expect(figure?.low).toBe('999999.00');
  });

  it.each([
    ['few_days', known(50)],
    ['no_activity', history('2026-11-20', 150, () => 0)],
    ['incomplete', [...known(150), { day: '2026-11-21', value: null }]],
  ])('is refused for %s', (refusal, days) => {
    expect(judgeFigure(days, '0.00')).toEqual({ figure: null, refusal });
  });
});
