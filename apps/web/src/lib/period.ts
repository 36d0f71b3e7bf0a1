import { wallTime } from './format-dates.ts';

const DAY_MS = 86_400_000;

/** A range of business days, both ends included. */
export type DayRange = { start: string; end: string };

const toUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
// allowed: a calendar date moved in UTC, where every day has 24 hours; no instant is turned into a day here
const fromUtc = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** `day` moved by whole days. Business days are calendar dates, so the arithmetic is that of UTC. */
export const addDays = (day: string, days: number): string => fromUtc(toUtc(day) + days * DAY_MS);

/** Number of days in the range, both ends included. */
export const lengthDays = ({ start, end }: DayRange): number => (toUtc(end) - toUtc(start)) / DAY_MS + 1;

/** The business day it is now in the academy's zone. */
export const todayIn = (timezone: string, now: Date): string => wallTime(now.toISOString(), timezone).day;

const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;
const lastOfMonth = (day: string): string =>
  fromUtc(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0));

/** A range that starts on the first and ends on the last day of a month, or today: «этот месяц». */
function isMonth({ start, end }: DayRange, today: string): boolean {
  const sameMonth = start.slice(0, 7) === end.slice(0, 7);
  return sameMonth && start === firstOfMonth(start) && (end === lastOfMonth(end) || end === today);
}

/**
 * The range one step back (-1) or forward (+1): by a calendar month when a whole month is shown, else by
 * its own length. Null when the step would lead into the future.
 */
export function stepRange(range: DayRange, step: -1 | 1, today: string): DayRange | null {
  const wholeMonth = isMonth(range, today) && lengthDays(range) > 1;
  const start = wholeMonth
    ? step < 0
      ? firstOfMonth(addDays(range.start, -1))
      : addDays(lastOfMonth(range.start), 1)
    : addDays(range.start, step * lengthDays(range));
  if (start > today) return null;
  const end = wholeMonth ? lastOfMonth(start) : addDays(range.end, step * lengthDays(range));
  return { start, end: end > today ? today : end };
}
