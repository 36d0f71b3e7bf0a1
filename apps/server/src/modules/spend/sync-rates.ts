import { sql } from 'kysely';
import type { RatesClient } from '../../integrations/rates/index.ts';
import { addDays, businessDayOf, daysBetween } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { convertSpend } from './convert-spend.ts';

/** A rate of a Friday serves the weekend and a long holiday, but no longer: then it is unknown. */
const CARRY_DAYS = 7;

type Deps = { db: Db; rates: RatesClient; clock: Clock; timezone: string };
type Rate = { rate: string; publishedOn: string };

/**
 * Fills the daily rates of these currencies for the days that have none, and converts the spend that was
 * waiting for them. A day the bank published nothing for carries the last published rate, marked as
 * carried. Manual rates are never touched.
 *
 * @param lookBackDays how many days before today must have a rate
 * @returns how many rates were stored and how many rows of spend converted
 */
export async function syncRates(
  deps: Deps,
  currencies: readonly string[],
  lookBackDays: number,
): Promise<{ stored: number; converted: number }> {
  const today = businessDayOf(deps.clock.now(), deps.timezone);
  const from = addDays(today, -lookBackDays);
  const missing = await missingDays(deps.db, currencies, from, today);
  const first = missing[0];
  let stored = 0;
  if (first !== undefined) {
    const published = await readPublished(
      deps.rates,
      currencies,
      addDays(first, -CARRY_DAYS),
      today,
      missing,
    );
    for (const day of missing)
      for (const currency of currencies) {
        const found = lastPublished(published, currency, day);
        if (found === null) continue;
        await store(deps, currency, day, found);
        stored += 1;
      }
  }
  return { stored, converted: await convertSpend(deps.db) };
}

/** Days without a firm rate, oldest first. A carried rate of the last days may still be published. */
async function missingDays(
  db: Db,
  currencies: readonly string[],
  from: string,
  to: string,
): Promise<string[]> {
  const result = await sql<{ day: string }>`
    select d::date as day from generate_series(${from}::date, ${to}::date, interval '1 day') as d
    where (select count(*) from exchange_rates r
      where r.quote = 'KZT' and r.currency = any(${[...currencies]}::text[]) and r.rate_date = d::date
        and (r.source <> 'carried' or r.rate_date < ${to}::date - 2)) < ${currencies.length}
    order by 1`.execute(db);
  return result.rows.map((row) => row.day);
}

/** What the bank published on the missing days, and just before the first of them to carry from. */
async function readPublished(
  rates: RatesClient,
  currencies: readonly string[],
  from: string,
  to: string,
  missing: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const published = new Map<string, Map<string, string>>();
  const wanted = new Set(missing);
  const first = missing[0] ?? to;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (day >= first && !wanted.has(day)) continue;
    const known = await rates.ratesOf(day);
    if (known !== null) published.set(day, new Map([...known].filter(([code]) => currencies.includes(code))));
  }
  return published;
}

function lastPublished(
  published: Map<string, Map<string, string>>,
  currency: string,
  day: string,
): Rate | null {
  for (let back = 0; back <= CARRY_DAYS; back += 1) {
    const publishedOn = addDays(day, -back);
    const rate = published.get(publishedOn)?.get(currency);
    if (rate !== undefined) return { rate, publishedOn };
  }
  return null;
}

async function store(deps: Deps, currency: string, day: string, { rate, publishedOn }: Rate): Promise<void> {
  const row = {
    rate,
    source: daysBetween(publishedOn, day) === 0 ? 'nbk' : 'carried',
    published_on: publishedOn,
    fetched_at: deps.clock.now(),
  };
  await deps.db
    .insertInto('exchange_rates')
    .values({ currency, rate_date: day, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['currency', 'quote', 'rate_date'])
        .doUpdateSet(row)
        .where('exchange_rates.source', '<>', 'manual'),
    )
    .execute();
}
