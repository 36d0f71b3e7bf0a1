import { sql } from 'kysely';
import { addDays } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';

/** As far back as a first reading of spend goes. */
const HISTORY_DAYS = 190;

/**
 * Which currencies need rates, and since which day: those of the ad accounts and of the spend we have; US dollars in
 * any case, since every report can be asked for in dollars.
 */
export async function neededRates(db: Db, today: string): Promise<{ currencies: string[]; from: string }> {
  const { rows } = await sql<{ currencies: string[]; first: string | null }>`
    select array_agg(currency order by currency) as currencies, (select min(day) from traffic_stats) as first
    from (
      select 'USD' as currency
      union select currency from ad_accounts where currency is not null
      union select currency from traffic_stats where spend_kzt is null
    ) as used
    where currency <> 'KZT'`.execute(db);
  const usual = addDays(today, 1 - HISTORY_DAYS);
  const first = rows[0]?.first ?? usual;
  return { currencies: rows[0]?.currencies ?? [], from: first < usual ? first : usual };
}
