import { addDays } from '../../platform/business-day.ts';

/** What a run wants to read: the last days up to today, or named days. All in the account's own time zone. */
export type SpendWindow = { days: number } | { since: string; until: string };

/** Inclusive days to read; `completes` = once they are read, everything up to now is. */
export type WindowPlan = { since: string; until: string; completes: boolean };

/** What a first reading covers: a little more than half a year of history. */
const FIRST_DAYS = 190;
/** Meta changes figures for this long after their day. */
const RESTATED_DAYS = 28;
/** It keeps insights this long and refuses (#3018) to look further back. */
const KEPT_MONTHS = 37;

/**
 * Which days of an account to read. An account never read gets half a year. One that was not read for longer
 * than the window (a failure, a machine switched off) also gets the days it missed and those restated meanwhile.
 *
 * @param today the account's day now
 * @param syncedDay the account's day up to which its spend is complete; null = never read
 */
export function planWindow(window: SpendWindow, today: string, syncedDay: string | null): WindowPlan {
  const oldest = Temporal.PlainDate.from(today).subtract({ months: KEPT_MONTHS }).add({ days: 1 }).toString();
  const notBefore = (day: string) => (day < oldest ? oldest : day);
  if ('since' in window) {
    const { since, until } = window;
    const completes = syncedDay !== null && since <= syncedDay && until >= today;
    return { since: notBefore(since), until, completes };
  }
  return { since: notBefore(firstDay(window.days, today, syncedDay)), until: today, completes: true };
}

function firstDay(days: number, today: string, syncedDay: string | null): string {
  if (syncedDay === null) return addDays(today, 1 - FIRST_DAYS);
  const wanted = addDays(today, 1 - days);
  return syncedDay < wanted ? addDays(syncedDay, -RESTATED_DAYS) : wanted;
}
