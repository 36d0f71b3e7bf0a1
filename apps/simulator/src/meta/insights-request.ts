import { type QueryEntry, single } from '../http/query.ts';
import { addDays, dayNumber } from '../world/calendar.ts';
import type { AdAccount } from './accounts.ts';
import { fieldNames } from './fields.ts';
import { errors } from './graph-error.ts';
import type { InsightsRequest } from './insights.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LEVELS = ['account', 'campaign', 'adset', 'ad'] as const;
const PRESET_DAYS: Record<string, [from: number, to: number]> = {
  today: [0, 0],
  yesterday: [-1, -1],
  last_7d: [-7, -1],
  last_14d: [-14, -1],
  last_28d: [-28, -1],
  last_30d: [-30, -1],
  last_90d: [-90, -1],
};

/** Reads the parameters of an insights call. Throws GraphError 100 or 3018. `today` is the account's day. */
export function readInsightsRequest(
  query: readonly QueryEntry[],
  account: AdAccount,
  today: string,
): InsightsRequest {
  const level = LEVELS.find((name) => name === (single(query, 'level') ?? 'account'));
  if (level === undefined)
    throw errors.parameter('level must be one of the following values: ad, adset, campaign, account');
  const { since, until } = readRange(query, today);
  if (until < since) throw errors.parameter('Start date must be earlier than end date');
  if (since < Temporal.PlainDate.from(today).subtract({ months: 37 }).toString()) throw errors.tooOld();
  return {
    account,
    level,
    since,
    until,
    daily: single(query, 'time_increment') === '1',
    filtered: single(query, 'filtering') !== undefined,
    fields: fieldNames(single(query, 'fields')) ?? ['account_id', 'impressions', 'spend'],
  };
}

/** How many days an insights call asks for. */
export function daysAsked(query: readonly QueryEntry[], today: string): number {
  const { since, until } = readRange(query, today);
  return dayNumber(until) - dayNumber(since) + 1;
}

/** `time_range` as JSON or as bracket keys, else `date_preset`, else the last 30 days. `until` is included. */
function readRange(query: readonly QueryEntry[], today: string): { since: string; until: string } {
  const json = single(query, 'time_range');
  const range = json === undefined ? bracketRange(query) : parseRange(json);
  if (range === undefined) {
    const days = PRESET_DAYS[single(query, 'date_preset') ?? 'last_30d'];
    if (days === undefined) throw errors.parameter('date_preset is not supported');
    return { since: addDays(today, days[0]), until: addDays(today, days[1]) };
  }
  const { since, until } = range;
  if (!isDay(since) || !isDay(until))
    throw errors.parameter('Must be a date representation in the format YYYY-MM-DD');
  return { since, until };
}

function bracketRange(query: readonly QueryEntry[]): { since: unknown; until: unknown } | undefined {
  const read = (name: string): string | undefined =>
    query.find(({ path }) => path[0] === 'time_range' && path[1] === name)?.value;
  return read('since') === undefined ? undefined : { since: read('since'), until: read('until') };
}

function parseRange(json: string): { since: unknown; until: unknown } {
  try {
    const { since, until } = JSON.parse(json) as { since?: unknown; until?: unknown };
    return { since, until };
  } catch {
    throw errors.parameter('param time_range must be an object');
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
}
