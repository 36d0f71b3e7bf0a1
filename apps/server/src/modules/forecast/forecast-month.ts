import { bucketEnd, bucketStart, daysBetween } from '../../platform/business-day.ts';

/** A figure of a whole business day. */
export type DayValue = { day: string; value: number };

/** Days of history below which a week's shape and its spread are a guess. */
export const MIN_DAYS = 56;
/** The level is that of the last four weeks: long enough for dear, rare sales, short enough to follow a budget. */
const LEVEL_DAYS = 28;
const SHAPE_DAYS = 84;

/** The weekday of every day, 0 is Monday: they are consecutive, so that one is looked up and the others are counted. */
function weekdaysOf(days: readonly DayValue[]): number[] {
  const last = days.at(-1)?.day ?? '';
  const known = last === '' ? 0 : daysBetween(bucketStart(last, 'week'), last);
  return days.map((_, index) => (((known - (days.length - 1 - index)) % 7) + 7) % 7);
}

/** A day's weight in its week; 1 is an average day. Few days pull a weight towards 1. */
function weekShape(days: readonly DayValue[], weekdays: readonly number[]): number[] {
  const mean = days.reduce((sum, { value }) => sum + value, 0) / days.length;
  const PRIOR = 8;
  return Array.from({ length: 7 }, (_, weekday) => {
    const own = days.filter((__, index) => weekdays[index] === weekday);
    const sum = own.reduce((total, { value }) => total + value, 0);
    return mean === 0 ? 1 : (sum + PRIOR * mean) / ((own.length + PRIOR) * mean);
  });
}

/**
 * The month's end from whole days, the last of which is the day the forecast is made for: what the month has, and for every
 * day left the level of the last four weeks in the shape of the week. Deterministic.
 *
 * @param days consecutive, oldest first
 */
export function forecastMonth(days: readonly DayValue[]): { soFar: number; expected: number } {
  const recent = days.slice(-SHAPE_DAYS);
  const last = recent.at(-1);
  if (last === undefined) return { soFar: 0, expected: 0 };
  const start = bucketStart(last.day, 'month');
  const left = daysBetween(last.day, bucketEnd(start, 'month'));
  const soFar = days.slice(-31).reduce((sum, { day, value }) => (day >= start ? sum + value : sum), 0);
  const weekdays = weekdaysOf(recent);
  const shape = weekShape(recent, weekdays);
  const weightOf = (weekday: number) => shape[weekday % 7] ?? 1;
  const weights = weekdays.slice(-LEVEL_DAYS).reduce((sum, weekday) => sum + weightOf(weekday), 0);
  const level = recent.slice(-LEVEL_DAYS).reduce((sum, { value }) => sum + value, 0) / weights;
  const today = weekdays.at(-1) ?? 0;
  const rest = Array.from({ length: left }, (_, index) => level * weightOf(today + 1 + index));
  return { soFar, expected: rest.reduce((sum, value) => sum + value, soFar) };
}
