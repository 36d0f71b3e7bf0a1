import { addDays, bucketStart, businessDayOf, dayBounds } from '../../platform/business-day.ts';

/** A week from Monday, and how much of it is over. */
export type PlanWeek = {
  start: string;
  end: string;
  timezone: string;
  state: 'past' | 'running' | 'future';
  /** 0 to 1: instants, not days, so that a day of 23 or 25 hours counts as long as it is. */
  elapsed: number;
};

/** The week that `day` lies in; that of `now` without a day. Weeks and their pace are the academy's, wherever the caller is. */
export function planWeek(day: string | undefined, now: Date, timezone: string): PlanWeek {
  const start = bucketStart(day ?? businessDayOf(now, timezone), 'week');
  const end = addDays(start, 6);
  const from = dayBounds(start, timezone).start.getTime();
  const to = dayBounds(end, timezone).end.getTime();
  const elapsed = Math.min(1, Math.max(0, (now.getTime() - from) / (to - from)));
  const state = elapsed >= 1 ? 'past' : now.getTime() < from ? 'future' : 'running';
  return { start, end, timezone, state, elapsed };
}

const BASE_WEEKS = 4;

/** The last four weeks that are over, oldest first, before `week` and before now. */
export function baseWeeks(week: PlanWeek, now: Date): PlanWeek[] {
  const running = planWeek(undefined, now, week.timezone).start;
  const next = week.start < running ? week.start : running;
  return Array.from({ length: BASE_WEEKS }, (_, index) =>
    planWeek(addDays(next, (index - BASE_WEEKS) * 7), now, week.timezone),
  );
}
