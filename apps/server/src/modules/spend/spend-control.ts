import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** A day on which the account's own total and the sum of its ads differ; amounts in the account's currency. */
export type UnallocatedDay = {
  accountId: string;
  day: string;
  currency: string | null;
  accountSpend: string;
  adsSpend: string;
  /** accountSpend - adsSpend: what was spent and belongs to no ad that Meta lists. */
  unallocated: string;
};

/**
 * Days of [from, to] (inclusive, of each account's zone) whose spend is not wholly allocated to ads. A day whose
 * control total was not read is not judged.
 */
export async function spendControl(
  db: Db,
  { from, to }: { from: string; to: string },
): Promise<UnallocatedDay[]> {
  const { rows } = await sql<UnallocatedDay>`
    with totals as (
      select account_id, day, spend from ad_account_days where day between ${from}::date and ${to}::date
    ), ads as (
      select s.account_id, s.day, sum(s.spend) as spend from traffic_stats s
      join totals t on t.account_id = s.account_id and t.day = s.day
      where s.day between ${from}::date and ${to}::date group by 1, 2
    )
    select account_id as "accountId", day, a.currency, totals.spend::text as "accountSpend",
      coalesce(ads.spend, 0)::text as "adsSpend", (totals.spend - coalesce(ads.spend, 0))::text as unallocated
    from totals left join ads using (account_id, day) left join ad_accounts a using (account_id)
    where totals.spend <> coalesce(ads.spend, 0)
    order by account_id, day`.execute(db);
  return rows;
}
