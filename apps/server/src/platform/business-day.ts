import type { PeriodPreset, PeriodQuery } from '@traffic/contract';
import type { z } from 'zod';
import { AppError } from './errors.ts';

const MAX_DAYS = 1100;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A period question that has no answer: 400 `validation`, `message` is for the person who asked. */
export class PeriodError extends AppError {
  constructor(message: string) {
    super('validation', message);
  }
}

/**
 * Inclusive business days `start`..`end` of `timezone`, and the same range as half-open instants
 * [`from`, `to`) for SQL. `preset` is null when the days were named by hand.
 */
export type ResolvedPeriod = {
  start: string;
  end: string;
  timezone: string;
  preset: PeriodPreset | null;
  from: Date;
  to: Date;
  days: number;
};

/** The business day, `YYYY-MM-DD`, that `instant` falls on in the IANA zone `zone`. */
export function businessDayOf(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/**
 * The instants a business day starts at and ends before. A day is not always 24 hours: 2024-02-29 in
 * Almaty has 25. Throws PeriodError when there is no such day.
 */
export function dayBounds(day: string, zone: string): { start: Date; end: Date } {
  const date = plainDate(day);
  return { start: startOf(date, zone), end: startOf(date.add({ days: 1 }), zone) };
}

/** The day `n` days after `day` (before, when negative). */
export function addDays(day: string, n: number): string {
  // allowed: the moment is a midnight of UTC, made from a day and not from a clock
  return new Date(epochOf(day) + n * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `end` is after `start`: 0 for the same day, negative when it is earlier. */
export function daysBetween(start: string, end: string): number {
  return Math.round((epochOf(end) - epochOf(start)) / DAY_MS);
}

/**
 * The period a report query asks for: a preset, one `date`, or `start` + `end`; nothing means `30d`.
 * `now` decides what "today" is. Throws PeriodError on mixed, impossible, reversed or too long periods.
 */
export function resolvePeriod(query: z.infer<typeof PeriodQuery>, now: Date, zone: string): ResolvedPeriod {
  const { preset, date, start, end } = query;
  const forms = [preset, date, start ?? end].filter((form) => form !== undefined);
  if (forms.length > 1) throw new PeriodError('Укажите что-то одно: preset, date или start вместе с end');
  if (date !== undefined) return asked(date, date, zone);
  if (start !== undefined || end !== undefined) {
    if (start === undefined || end === undefined) throw new PeriodError('start и end указываются вместе');
    return asked(start, end, zone);
  }
  const named = preset ?? '30d';
  const [first, last] = presetDays(named, plainDate(businessDayOf(now, zone)));
  return period(first.toString(), last.toString(), zone, named);
}

/** Of years that a school can mean. What lies before year 1 PostgreSQL has no text for, and comparing goes back from here. */
function asked(start: string, end: string, zone: string): ResolvedPeriod {
  for (const day of [start, end])
    if (DAY.test(day) && !/^(19|20|21)/.test(day)) throw new PeriodError(`Такого дня нет: ${day}`);
  return period(start, end, zone, null);
}

/**
 * What a period is compared with. `calendar`: a whole or running month with the month before, or with the same month
 * of the year before. `weekday`: the same number of days some whole weeks earlier (52 for a year), so that Mondays meet
 * Mondays. Of a period that is not over, only the days
 * up to today are compared; when today is one of them, the last day is cut at the same time of day (`until`).
 */
export type Comparison = {
  period: ResolvedPeriod;
  aligned: 'weekday' | 'calendar';
  /** Facts of the last day count when they are earlier than this; null = the whole day. */
  until: Date | null;
};

/**
 * @param now decides what is over
 * @param compare the time just before the period, or a year ago
 */
export function comparisonOf(
  current: ResolvedPeriod,
  now: Date,
  compare: 'previous' | 'year' = 'previous',
): Comparison {
  const { start, timezone } = current;
  const today = businessDayOf(now, timezone);
  const running = start <= today && today <= current.end;
  const end = running ? today : current.end;
  const month = monthsBefore(start, end, current, compare === 'year' ? 12 : 1);
  // Never shorter than the period itself: a day is not compared with another of the same period.
  const weeks = Math.ceil((daysBetween(start, end) + 1) / 7) * 7;
  const back = -(compare === 'year' ? Math.max(YEAR_OF_WEEKS, weeks) : weeks);
  const [first, last] = month ?? [addDays(start, back), addDays(end, back)];
  const elapsedMs = now.getTime() - dayBounds(today, timezone).start.getTime();
  const lastDay = dayBounds(last, timezone);
  const cut = new Date(Math.min(lastDay.start.getTime() + elapsedMs, lastDay.end.getTime()));
  return {
    period: period(first, last, timezone, null),
    aligned: month === null ? 'weekday' : 'calendar',
    until: running ? cut : null,
  };
}

/** 52 weeks: the weekdays stay. */
const YEAR_OF_WEEKS = 364;

/** The month so many months earlier, or its first days for a month's first days; null when `current` is not a month. */
function monthsBefore(
  start: string,
  end: string,
  current: ResolvedPeriod,
  months: number,
): [string, string] | null {
  const first = plainDate(start);
  const wholeMonth = first.day === 1 && current.end === first.with({ day: first.daysInMonth }).toString();
  if (current.preset !== 'this_month' && !wholeMonth) return null;
  const before = first.subtract({ months });
  const whole = end === first.with({ day: first.daysInMonth }).toString();
  const day = whole ? before.daysInMonth : Math.min(plainDate(end).day, before.daysInMonth);
  return [before.toString(), before.with({ day }).toString()];
}

/** The first day of the week (Monday) or month that `day` lies in; of a day, itself. */
export function bucketStart(day: string, bucket: 'day' | 'week' | 'month'): string {
  const date = plainDate(day);
  if (bucket === 'day') return day;
  return (bucket === 'week' ? date.subtract({ days: date.dayOfWeek - 1 }) : date.with({ day: 1 })).toString();
}

/** The last day of the bucket that starts at `start`. */
export function bucketEnd(start: string, bucket: 'day' | 'week' | 'month'): string {
  if (bucket === 'day') return start;
  const date = plainDate(start);
  return (bucket === 'week' ? date.add({ days: 6 }) : date.with({ day: date.daysInMonth })).toString();
}

/** Weeks start on Monday; a week or month still running ends today, not in the future. */
function presetDays(
  preset: PeriodPreset,
  today: Temporal.PlainDate,
): [Temporal.PlainDate, Temporal.PlainDate] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const firstOfMonth = today.with({ day: 1 });
  const lastDays = (n: number): [Temporal.PlainDate, Temporal.PlainDate] => [
    today.subtract({ days: n - 1 }),
    today,
  ];
  switch (preset) {
    case 'today':
      return lastDays(1);
    case 'yesterday':
      return [today.subtract({ days: 1 }), today.subtract({ days: 1 })];
    case '7d':
      return lastDays(7);
    case '14d':
      return lastDays(14);
    case '30d':
      return lastDays(30);
    case '90d':
      return lastDays(90);
    case 'this_week':
      return [monday, today];
    case 'last_week':
      return [monday.subtract({ days: 7 }), monday.subtract({ days: 1 })];
    case 'this_month':
      return [firstOfMonth, today];
    case 'last_month':
      return [firstOfMonth.subtract({ months: 1 }), firstOfMonth.subtract({ days: 1 })];
  }
}

function period(start: string, end: string, timezone: string, preset: PeriodPreset | null): ResolvedPeriod {
  const days = daysBetween(start, end) + 1;
  if (days < 1) throw new PeriodError(`Начало ${start} позже конца ${end}`);
  if (days > MAX_DAYS) throw new PeriodError(`Период ${days} дн. слишком длинный: не больше ${MAX_DAYS}`);
  const from = dayBounds(start, timezone).start;
  const to = dayBounds(end, timezone).end;
  return { start, end, timezone, preset, from, to, days };
}

function startOf(date: Temporal.PlainDate, zone: string): Date {
  return new Date(date.toZonedDateTime(zone).epochMilliseconds);
}

const DAY_MS = 86_400_000;

/** The day's midnight in UTC, where every day has 24 hours; reports step over hundreds of days, and Temporal takes ten times as long. */
function epochOf(day: string): number {
  const epoch = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Only what plainDate refuses too: Date.parse reads 30 February as 2 March.
  if (Number.isNaN(epoch) || Number(day.slice(8)) !== new Date(epoch).getUTCDate()) plainDate(day);
  return epoch;
}

/** Only `YYYY-MM-DD`: Temporal itself also takes times, zones and calendars in the same string. */
function plainDate(day: string): Temporal.PlainDate {
  if (!DAY.test(day)) throw new PeriodError(`Ожидается день ГГГГ-ММ-ДД, получено: ${day}`);
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' });
  } catch {
    throw new PeriodError(`Такого дня нет: ${day}`);
  }
}
