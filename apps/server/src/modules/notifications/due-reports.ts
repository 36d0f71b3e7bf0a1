import { addDays, bucketStart, businessDayOf } from '../../platform/business-day.ts';

/** `yesterday` and `week` are told at 10:00, `today` at 22:00, the week on Mondays; all in the academy's zone. */
export type ReportKind = 'yesterday' | 'today' | 'week';
export type DueReport = { kind: ReportKind; start: string; end: string; dueAt: Date };

/** A report that could not be made in time is still told for so long; later it is no news. */
const LATE_MS = 3 * 3_600_000;
const MORNING = 10;
const EVENING = 22;

/** The reports whose hour has come and is not long past. */
export function dueReports(now: Date, zone: string): DueReport[] {
  const today = businessDayOf(now, zone);
  // Until one o'clock in the morning the evening's report of the day before is still due.
  return [today, addDays(today, -1)]
    .flatMap((day) => reportsOf(day, zone))
    .filter(({ dueAt }) => dueAt <= now && now.getTime() - dueAt.getTime() < LATE_MS);
}

function reportsOf(day: string, zone: string): DueReport[] {
  const yesterday = addDays(day, -1);
  const morning = atHour(day, MORNING, zone);
  const daily: DueReport[] = [
    { kind: 'yesterday', start: yesterday, end: yesterday, dueAt: morning },
    { kind: 'today', start: day, end: day, dueAt: atHour(day, EVENING, zone) },
  ];
  if (bucketStart(day, 'week') !== day) return daily;
  return [...daily, { kind: 'week', start: addDays(day, -7), end: yesterday, dueAt: morning }];
}

function atHour(day: string, hour: number, zone: string): Date {
  const time = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: { hour } });
  return new Date(time.epochMilliseconds);
}
