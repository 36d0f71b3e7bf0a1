import { addDays } from '../../platform/business-day.ts';

/** What a run wants to read: the last days up to today, or named days. All in the account's own time zone. */
export type SpendWindow = { days: number } | { since: string; until: string };

/** An account's days up to which its spend is complete, and re-read for what Meta restates; null = never. */
export type ReadUpTo = { synced: string | null; restated: string | null };

/**
 * Inclusive days to read. Once they are read, everything up to now is (`completes`), and nothing that Meta still changes
 * is older than they (`restates`).
 */
export type WindowPlan = { since: string; until: string; completes: boolean; restates: boolean };

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
 */
export function planWindow(window: SpendWindow, today: string, upTo: ReadUpTo): WindowPlan {
  const oldest = Temporal.PlainDate.from(today).subtract({ months: KEPT_MONTHS }).add({ days: 1 }).toString();
  const notBefore = (day: string) => (day < oldest ? oldest : day);
  if ('since' in window) {
    const { since, until } = window;
    const completes = upTo.synced !== null && since <= upTo.synced && until >= today;
    return { since: notBefore(since), until, completes, restates: false };
  }
  const since = firstDay(window.days, today, upTo);
  const restates = since <= addDays(upTo.restated ?? today, -RESTATED_DAYS);
  return { since: notBefore(since), until: today, completes: true, restates };
}

function firstDay(days: number, today: string, { synced, restated }: ReadUpTo): string {
  if (synced === null) return addDays(today, 1 - FIRST_DAYS);
  const wanted = addDays(today, 1 - days);
  const missed = synced < wanted ? addDays(synced, -RESTATED_DAYS) : wanted;
  if (days <= RESTATED_DAYS || restated === null) return missed;
  const restatedSince = addDays(restated, -RESTATED_DAYS);
  return restatedSince < missed ? restatedSince : missed;
}
