import type { ForecastFigure, ForecastRefusal } from '@traffic/contract';
import { bucketEnd, bucketStart, daysBetween } from '../../platform/business-day.ts';
import { backTest, spreadAt } from './back-test.ts';
import { type DayValue, forecastMonth, MIN_DAYS } from './forecast-month.ts';

type Judged = { figure: ForecastFigure | null; refusal: ForecastRefusal | null };

/**
 * The forecast of one figure with what its own past says of such forecasts, or why there is none.
 *
 * @param days whole days, oldest first, the first one the school's (or team's) first with anything; null is unknown
 * @param soFar the month's exact sum, as the report says it
 */
export function judgeFigure(days: readonly { day: string; value: number | null }[], soFar: string): Judged {
  const refused = (refusal: ForecastRefusal): Judged => ({ figure: null, refusal });
  if (days.some(({ value }) => value === null)) return refused('incomplete');
  const known = days.map(({ day, value }): DayValue => ({ day, value: value ?? 0 }));
  if (known.every(({ value }) => value === 0)) return refused('no_activity');
  if (known.length < MIN_DAYS) return refused('few_days');
  const last = known.at(-1)?.day ?? '';
  const horizon = daysBetween(last, bucketEnd(bucketStart(last, 'month'), 'month'));
  const { expected } = forecastMonth(known);
  const spread =
    horizon === 0 ? { low: 0, high: 0, median: 0, tested: 0 } : spreadAt(backTest(known), horizon);
  if (spread === null) return refused('few_days');
  // What has been earned or spent cannot be undone by the days to come.
  const floor = Math.max(0, Number(soFar));
  const bound = (part: number) => Math.max(floor, expected * (1 + part)).toFixed(2);
  return {
    refusal: null,
    figure: {
      so_far: soFar,
      expected: bound(0),
      low: bound(Math.min(0, spread.low)),
      high: bound(Math.max(0, spread.high)),
      error_percent: (spread.median * 100).toFixed(1),
      tested: spread.tested,
    },
  };
}
