import { describe, expect, it } from 'vitest';
import { ANCHOR, readPreset } from '../test/start.ts';
import { openAcademy } from './academy.ts';
import { generateHistory } from './generate-history.ts';
import { carriedUsdRate, usdRateTiyn } from './rates.ts';
import { addDays, daysBetween } from './calendar.ts';
import { truthOf } from './truth.ts';

const nowMs = Date.parse(ANCHOR);
const academy = openAcademy(1, readPreset());
generateHistory(academy, nowMs, 180);
const [start, end] = ['2026-05-24', '2026-11-20'];
const truth = truthOf(academy, start, end, nowMs);

const total = (pick: (row: (typeof truth.totals)[number]) => number): number =>
  truth.totals.reduce((sum, row) => sum + pick(row), 0);

describe('the truth', () => {
  it('adds up: days and teams make the totals, and the deals make the sales', () => {
    expect(truth.days.reduce((sum, row) => sum + row.revenue, 0)).toBe(total((row) => row.revenue));
    expect(truth.days.reduce((sum, row) => sum + row.refunded, 0)).toBe(total((row) => row.refunded));
    expect(truth.deals.length).toBe(total((row) => Object.values(row.sales).reduce((a, b) => a + b, 0)));
  });

  it('counts every person once per period, so days count more than the period', () => {
    const byDay = truth.days.reduce((sum, row) => sum + row.leads, 0);
    expect(byDay).toBeGreaterThan(total((row) => row.leads));
    expect(truth.days.reduce((sum, row) => sum + row.new_leads, 0)).toBe(total((row) => row.new_leads));
  });

  it('has the volume of the academy: 50-70 leads, 10-18 entry sales and about one main sale a day', () => {
    const days = daysBetween(start, end).length;
    const perDay = (count: number): number => count / days;
    expect(perDay(total((row) => row.leads))).toSatisfy((value: number) => value > 50 && value < 70);
    expect(perDay(total((row) => row.sales['express'] ?? 0))).toSatisfy(
      (value: number) => value > 10 && value < 18,
    );
    expect(perDay(total((row) => row.sales['flagman'] ?? 0))).toSatisfy(
      (value: number) => value > 0.6 && value < 1.3,
    );
  });

  it('has a star and a team that loses money', () => {
    const roas = truth.totals
      .filter(({ team }) => team !== null)
      .map(
        ({ spend_usd, revenue }) =>
          revenue / 490 / Object.values(spend_usd).reduce((sum, usd) => sum + Number(usd), 0),
      );
    expect(Math.max(...roas)).toBeGreaterThan(3);
    expect(Math.min(...roas)).toBeLessThan(0.8);
  });

  it('has about 2 % refunds, 10-25 % sales that only an earlier touch explains, and some nobody deserves', () => {
    const share = (count: number): number => count / truth.deals.length;
    const because = (reason: string): number => truth.deals.filter((deal) => deal.reason === reason).length;
    expect(share(total((row) => row.refunds))).toSatisfy((value: number) => value > 0.01 && value < 0.04);
    expect(share(because('earlier_touch'))).toSatisfy((value: number) => value > 0.1 && value < 0.3);
    expect(because('conflict')).toBeGreaterThan(0);
    expect(because('no_touch')).toBeGreaterThan(0);
  });
});

describe('the rate', () => {
  it('stays between 440 and 540 for ten years', () => {
    const rates = daysBetween('2020-01-01', '2030-01-01').map((day) => usdRateTiyn(1, day) / 100);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(440);
    expect(Math.max(...rates)).toBeLessThanOrEqual(540);
  });

  it('is carried over the weekend from Friday', () => {
    const friday = '2026-11-20';
    expect(carriedUsdRate(1, addDays(friday, 2))).toBe((usdRateTiyn(1, friday) / 100).toFixed(2));
  });
});
