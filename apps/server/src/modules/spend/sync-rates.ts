import { sql } from 'kysely';
import type { RatesClient } from '../../integrations/rates/index.ts';
import { addDays, daysBetween } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { CARRY_DAYS, carryRate, type DayRate } from './carry-rate.ts';
import { convertSpend } from './convert-spend.ts';

/** The bank may still publish a day that we carried over: asked again until the day is this old. */
const SETTLED_AFTER_DAYS = 3;

type Deps = { db: Db; rates: RatesClient; clock: Clock };
type Stored = { currency: string; day: string; source: string } & DayRate;

export type RatesSync = { published: number; carried: number; missing: string[]; converted: number };

/**
 * Fills the rates of `currencies` to KZT for every day of [from, to], and converts the spend that waited for them.
 * A day without rates carries the day before, at most 7 days; beyond, it has none (`missing`). Manual rates stand.
 * Each day is stored as it arrives, so a bank that goes away half-way costs only the rest.
 *
 * @throws UpstreamError `rates` when the bank is away; what was stored until then is kept and used
 */
export async function syncRates(
  deps: Deps,
  { currencies, from, to }: { currencies: readonly string[]; from: string; to: string },
): Promise<RatesSync> {
  // So far before the first day there may be the rate it needs.
  const start = addDays(from, -CARRY_DAYS);
  const known = await storedRates(deps.db, start, to);
  const result: RatesSync = { published: 0, carried: 0, missing: [], converted: 0 };
  const changed: string[] = [];
  try {
    for (let day = start; day <= to; day = addDays(day, 1)) {
      const open = currencies.filter((currency) => isOpen(known.get(`${currency} ${day}`), to));
      if (open.length === 0) continue;
      const sheet = await deps.rates.ratesOf(day);
      for (const currency of open) {
        const rate = rateOf(sheet?.get(currency), day, known.get(`${currency} ${addDays(day, -1)}`));
        if (rate === null) {
          if (day >= from) result.missing.push(`${currency} ${day}`);
          continue;
        }
        known.set(`${currency} ${day}`, { currency, day, ...rate });
        result[rate.source === 'nbk' ? 'published' : 'carried'] += 1;
        if (await store(deps, currency, day, rate)) changed.push(day);
      }
    }
  } finally {
    result.converted = await convertSpend(deps.db, changed);
  }
  return result;
}

async function storedRates(db: Db, from: string, to: string): Promise<Map<string, Stored>> {
  const rows = await db
    .selectFrom('exchange_rates')
    .select(['currency', 'rate_date as day', 'rate', 'published_on as publishedOn', 'source'])
    .where('quote', '=', 'KZT')
    .where('rate_date', '>=', from)
    .where('rate_date', '<=', to)
    .execute();
  return new Map(rows.map((row) => [`${row.currency} ${row.day}`, row]));
}

function isOpen(stored: Stored | undefined, to: string): boolean {
  if (stored === undefined) return true;
  return stored.source === 'carried' && daysBetween(stored.day, to) < SETTLED_AFTER_DAYS;
}

function rateOf(
  published: string | undefined,
  day: string,
  before: DayRate | undefined,
): (DayRate & { source: 'nbk' | 'carried' }) | null {
  if (published !== undefined) return { rate: published, publishedOn: day, source: 'nbk' };
  const carried = before === undefined ? null : carryRate(before, day);
  return carried === null ? null : { ...carried, source: 'carried' };
}

/** Whether the day's rate is another one now. A rate entered by hand meanwhile stands. */
async function store(
  { db, clock }: Deps,
  currency: string,
  day: string,
  { rate, publishedOn, source }: DayRate & { source: string },
): Promise<boolean> {
  const { rows } = await sql<{ changed: boolean }>`
    with before as (
      select rate, published_on from exchange_rates
      where currency = ${currency} and quote = 'KZT' and rate_date = ${day}::date
    )
    insert into exchange_rates as e (currency, rate_date, rate, source, published_on, fetched_at)
    values (${currency}, ${day}::date, ${rate}::numeric, ${source}, ${publishedOn}::date, ${clock.now()}::timestamptz)
    on conflict (currency, quote, rate_date) do update set rate = excluded.rate, source = excluded.source,
      published_on = excluded.published_on, fetched_at = excluded.fetched_at
      where e.source <> 'manual'
    returning (e.rate, e.published_on) is distinct from
      ((select rate from before), (select published_on from before)) as changed`.execute(db);
  return rows[0]?.changed ?? false;
}
