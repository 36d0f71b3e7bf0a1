import type { RatesResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

type Listed = Omit<z.infer<typeof RatesResponse>, 'success'>;

/** Rates to KZT of the days of [start, end], newest first, and the days whose spend waits for one. */
export async function listRates(
  db: Db,
  { start, end, currency }: { start: string; end: string; currency: string | undefined },
): Promise<Listed> {
  const only = currency === undefined ? sql`` : sql`and currency = ${currency}`;
  const [rates, missing] = await Promise.all([
    sql<Listed['rates'][number]>`
      select currency, rate_date as day, rate::text, source, published_on from exchange_rates
      where quote = 'KZT' and rate_date between ${start} and ${end} ${only}
      order by rate_date desc, currency`.execute(db),
    sql<Listed['missing'][number]>`
      select currency, day, count(*)::int as rows from traffic_stats
      where spend_kzt is null and day between ${start} and ${end} ${only}
      group by 1, 2 order by day desc, currency`.execute(db),
  ]);
  return { rates: rates.rows, missing: missing.rows };
}
