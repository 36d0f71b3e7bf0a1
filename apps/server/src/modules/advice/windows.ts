import { addDays, businessDayOf } from '../../platform/business-day.ts';

/** Inclusive business days. */
export type DayRange = { start: string; end: string };

/** The periods that rules compare: whole days only, today is not over. */
export type Windows = {
  /** Five blocks of seven days, newest first: the first is judged by the others. */
  weeks: DayRange[];
  /** Four blocks of fourteen days, newest first. */
  fortnights: DayRange[];
  /** The last three days. */
  lastDays: DayRange;
  /** The 28 days before the newest week. */
  monthBefore: DayRange;
  month: DayRange;
  /** First leads of eight weeks, for cohorts: whole Monday weeks are picked from it. */
  cohorts: DayRange;
};

/** @param now decides what is over, in the academy's zone */
export function windowsOf(now: Date, zone: string): Windows {
  const end = addDays(businessDayOf(now, zone), -1);
  const block = (days: number) => (index: number) => ({
    start: addDays(end, -days * (index + 1) + 1),
    end: addDays(end, -days * index),
  });
  const [week, fortnight] = [block(7), block(14)];
  return {
    weeks: [0, 1, 2, 3, 4].map(week),
    fortnights: [0, 1, 2, 3].map(fortnight),
    lastDays: block(3)(0),
    monthBefore: { start: addDays(end, -34), end: addDays(end, -7) },
    month: block(28)(0),
    cohorts: { start: addDays(end, -62), end },
  };
}
