import { wallTime } from './format-dates.ts';

const MINUTE_MS = 60_000;

/**
 * The instant at which a business day begins in `timezone`; null for an empty day. The offset is taken from the
 * zone's own clock at that day, so a day before a change of the offset begins where it did then.
 */
export function dayStart(day: string, timezone: string): string | null {
  if (day === '') return null;
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  const offset = (at: number): number => {
    const wall = wallTime(new Date(at).toISOString(), timezone);
    return Date.parse(`${wall.day}T${wall.time}:00Z`) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
  };
  const first = asUtc - offset(asUtc);
  return new Date(asUtc - offset(first)).toISOString();
}
