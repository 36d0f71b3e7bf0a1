import { sql } from 'kysely';
import type { RatesClient } from '../../integrations/rates/index.ts';
import { addDays, businessDayOf } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { type RatesSync, syncRates } from './sync-rates.ts';

/** As far back as a first reading of spend goes. */
const HISTORY_DAYS = 190;

/**
 * Which currencies need rates, and since which day: those of the ad accounts and of the spend we have; US dollars in
 * any case, since every report can be asked for in dollars.
 */
async function neededRates(db: Db, today: string): Promise<{ currencies: string[]; from: string }> {
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

/**
 * Fills every rate that spend and reports need up to today; see `syncRates`.
 * @throws UpstreamError `rates` when the bank is away
 */
export async function syncNeededRates(deps: {
  db: Db;
  rates: RatesClient;
  clock: Clock;
  academy: () => Promise<{ timezone: string }>;
}): Promise<RatesSync> {
  const today = businessDayOf(deps.clock.now(), (await deps.academy()).timezone);
  return syncRates(deps, { ...(await neededRates(deps.db, today)), to: today });
}
