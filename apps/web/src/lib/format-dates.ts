import type { LOCALE_TABLES } from './locale-tables.ts';

type Table = (typeof LOCALE_TABLES)['ru'];

const split = (day: string): { year: number; month: number; date: number } => ({
  year: Number(day.slice(0, 4)),
  month: Number(day.slice(5, 7)) - 1,
  date: Number(day.slice(8, 10)),
});

/** Text of business days (`YYYY-MM-DD`): calendar dates, no time zone can move them. */
export function formatDays(table: Table) {
  const day = (value: string, year = false): string => {
    const parts = split(value);
    const text = table.dayMonth(String(parts.date), table.shortMonths[parts.month] ?? '');
    return year ? `${text}, ${parts.year}` : text;
  };
  return {
    /** «12 ноя» */
    day,
    /** «6–12 ноя», «28 окт – 3 ноя»; with the year where the two ends differ in it. */
    period(start: string, end: string): string {
      const from = split(start);
      const to = split(end);
      if (start === end) return day(start);
      if (from.year !== to.year) return `${day(start, true)} – ${day(end, true)}`;
      if (from.month !== to.month) return `${day(start)} – ${day(end)}`;
      const month = table.shortMonths[to.month] ?? '';
      return table.dayMonth(`${from.date}–${to.date}`, month);
    },
  };
}

type WallTime = { day: string; time: string };

/** A clock of a zone takes the browser up to a millisecond to make; a page reads it dozens of times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timezone, clock);
  return clock;
}

/** Wall-clock parts of an instant in `timezone`; only digits are taken from Intl, never words. */
export function wallTime(iso: string, timezone: string): WallTime {
  const parts = clockOf(timezone).formatToParts(new Date(iso));
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: `${get('year')}-${get('month')}-${get('day')}`, time: `${get('hour')}:${get('minute')}` };
}

/** «UTC+5»: the offset of the zone now, from the browser's zone data. */
export function utcOffset(timezone: string, at: Date): string {
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  return (name ?? 'GMT').replace('GMT', 'UTC');
}

/** Text of instants (ISO 8601), in the academy's zone and on a 24-hour clock. */
export function formatInstants(table: Table, timezone: string) {
  const { day } = formatDays(table);
  return {
    /** «12 ноя, 23:59» */
    dateTime(iso: string): string {
      const wall = wallTime(iso, timezone);
      return `${day(wall.day)}, ${wall.time}`;
    },
    /** «14:32» */
    time: (iso: string): string => wallTime(iso, timezone).time,
  };
}

export type AgeUnit = 'minute' | 'hour' | 'day';

/** Age of an instant in its largest sensible unit; null under a minute («только что»). */
export function ageOf(iso: string, now: Date): { count: number; unit: AgeUnit } | null {
  const minutes = Math.floor((now.getTime() - new Date(iso).getTime()) / 60_000);
  if (minutes < 1) return null;
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / (24 * 60)), unit: 'day' };
}
