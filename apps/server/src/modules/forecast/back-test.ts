import { bucketEnd, bucketStart, daysBetween } from '../../platform/business-day.ts';
import { quantile } from '../../platform/quantile.ts';
import { type DayValue, forecastMonth, MIN_DAYS } from './forecast-month.ts';

export type BackTest = {
  /** Misses as parts of what was forecast for the rest: actual / expected - 1, one a forecast, by the forecast's day. */
  misses: { day: string; horizonDays: number; miss: number }[];
};

/**
 * Forecasts as they would have been made on earlier days with what was known then (a rolling origin), against how those
 * months ended. Every day of a month that has ended, from the first with enough history.
 */
export function backTest(days: readonly DayValue[]): BackTest {
  const last = days.at(-1)?.day ?? '';
  const misses: BackTest['misses'] = [];
  for (let known = MIN_DAYS; known < days.length; known += 1) {
    const origin = days[known - 1];
    if (origin === undefined) continue;
    const end = bucketEnd(bucketStart(origin.day, 'month'), 'month');
    if (end > last || end === origin.day) continue;
    const { soFar, expected } = forecastMonth(days.slice(0, known));
    const left = daysBetween(origin.day, end);
    const actual = soFar + days.slice(known, known + left).reduce((sum, { value }) => sum + value, 0);
    if (expected > 0) misses.push({ day: origin.day, horizonDays: left, miss: actual / expected - 1 });
  }
  return { misses };
}

const NEAR_DAYS = 4;
const MIN_TESTS = 5;
/** The range leaves one miss of ten out at each end. */
const TAIL = 0.1;

export type Spread = { low: number; high: number; median: number; tested: number };

/**
 * How such a forecast missed when as many days were left (give or take four): the median of the misses without their sign,
 * and the range that held eight of ten. Null when it was tested too seldom to say.
 */
export function spreadAt({ misses }: BackTest, horizonDays: number): Spread | null {
  const near = misses
    .filter((one) => Math.abs(one.horizonDays - horizonDays) <= NEAR_DAYS)
    .map(({ miss }) => miss);
  if (near.length < MIN_TESTS) return null;
  return {
    low: quantile(near, TAIL),
    high: quantile(near, 1 - TAIL),
    median: quantile(near.map(Math.abs), 0.5),
    tested: near.length,
  };
}
