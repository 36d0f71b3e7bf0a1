/** Weeks that are looked back at. */
export const WEEKS = 8;
const MIN_WEEKS = 4;
/** With 7 expected, nothing at all happens by chance once in a thousand times. */
const MIN_USUAL = 7;
const MIN_SILENCE_MS = 30 * 60_000;
/** A stretch of a week would be compared with itself. */
export const MAX_STRETCH_MS = 6 * 86_400_000;

export type Silence = {
  now: Date;
  /** When the last one came; null = never. */
  lastAt: Date | null;
  /** When the first one ever came: weeks before it say nothing. */
  firstAt: Date | null;
  /** How many came in the same stretch of the week, 1, 2, ... weeks ago. */
  before: readonly number[];
};

/**
 * Whether it is quiet for longer than usual at this hour of the week: in each of at least four earlier weeks something came
 * in the same stretch, seven or more on average, and now nothing did. A young school and a quiet one are never alarmed: they
 * have no such weeks. A week with a holiday in it (nothing then, either) speaks against an alarm.
 *
 * @returns how many would have been usual; null when there is nothing unusual
 */
export function judgeSilence({ now, lastAt, firstAt, before }: Silence): number | null {
  if (lastAt === null || firstAt === null) return null;
  const stretch = silentStretch(now, lastAt);
  if (stretch.to.getTime() - stretch.from.getTime() < MIN_SILENCE_MS) return null;
  const weeks = before.filter((_count, index) => weekBefore(stretch.from, index + 1) >= firstAt);
  if (weeks.length < MIN_WEEKS || weeks.includes(0)) return null;
  const usual = weeks.reduce((sum, count) => sum + count, 0) / weeks.length;
  return usual < MIN_USUAL ? null : Math.round(usual);
}

/** The time since the last one, of a long silence its last six days. */
export function silentStretch(now: Date, lastAt: Date): { from: Date; to: Date } {
  return { from: new Date(Math.max(lastAt.getTime(), now.getTime() - MAX_STRETCH_MS)), to: now };
}

const WEEK_MS = 7 * 86_400_000;
const weekBefore = (instant: Date, weeks: number) => new Date(instant.getTime() - weeks * WEEK_MS);
