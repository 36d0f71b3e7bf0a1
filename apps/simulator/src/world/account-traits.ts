import { type Calendar, createCalendar, dayNumber } from './calendar.ts';
import type { Preset } from './preset.ts';

/** How an ad account counts: its own days, its own money, and how its figures behave. */
export interface AccountTraits {
  calendar: Calendar;
  currency: string;
  /** Units of the account's currency for one US dollar. */
  perUsd: number;
  /** Figures of the last 28 days still change, as Meta's do. */
  restates: boolean;
  /** What the account spent beyond the ads that Meta lists, in percent of theirs. */
  unallocatedPct: number;
}

/** Meta changes figures for this many days after their day. */
const RESTATED_DAYS = 28;
/** What is reported too much on the first day; less every day until it is right. */
const FIRST_ERROR = 0.05;

const VARIETY = [
  { zone: 'America/New_York', currency: 'USD', perUsd: 1 },
  { zone: 'Asia/Almaty', currency: 'KZT', perUsd: 505 },
  { zone: 'UTC', currency: 'EUR', perUsd: 0.92 },
] as const;

/**
 * The traits of every account of the preset. Plain accounts count in US dollars and the academy's days and are right at
 * once. Varied ones have three zones and currencies in turn and restate their figures; the last one has spend without ads.
 */
export function traitsOf(preset: Preset, varied: boolean): Map<string, AccountTraits> {
  const ids = [...new Set(preset.teams.flatMap((team) => team.ad_accounts))];
  const plain = createCalendar(preset.academy.timezone);
  const calendars = VARIETY.map(({ zone }) => createCalendar(zone));
  return new Map(
    ids.map((id, index): [string, AccountTraits] => {
      const kind = VARIETY[index % VARIETY.length];
      const calendar = calendars[index % calendars.length];
      if (!varied || kind === undefined || calendar === undefined)
        return [id, { calendar: plain, currency: 'USD', perUsd: 1, restates: false, unallocatedPct: 0 }];
      const { currency, perUsd } = kind;
      const unallocatedPct = index === ids.length - 1 ? 3 : 0;
      return [id, { calendar, currency, perUsd, restates: true, unallocatedPct }];
    }),
  );
}

/** What is reported of a day at this moment against what it will be in the end. */
export function restatement(traits: AccountTraits, day: string, nowMs: number): number {
  if (!traits.restates) return 1;
  const age = dayNumber(traits.calendar.dayOf(nowMs)) - dayNumber(day);
  return 1 + FIRST_ERROR * Math.max(0, 1 - age / RESTATED_DAYS);
}
