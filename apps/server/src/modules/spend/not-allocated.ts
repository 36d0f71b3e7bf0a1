import type { Currency } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

export type NotAllocated = {
  /** Days of accounts whose total is not the sum of their ads. */
  days: number;
  /** Of those, the days that have no rate and are not in the amount. */
  unconverted: number;
  /** What was spent beyond the ads, in the report's currency. */
  amount: string;
};

/**
 * What ad accounts spent on the days of [start, end] that belongs to no ad Meta lists, hence to no campaign and no team.
 * @returns null when no control totals of these days were read
 */
export async function notAllocated(
  db: Db,
  { start, end }: { start: string; end: string },
  currency: Currency,
): Promise<NotAllocated | null> {
  const inCurrency = currency === 'KZT' ? sql`d.kzt` : sql`d.kzt / u.rate`;
  const { rows } = await sql<NotAllocated & { compared: number }>`
    select count(*)::int as compared, (count(*) filter (where d.beyond <> 0))::int as days,
      (count(*) filter (where d.beyond <> 0 and round(${inCurrency}, 2) is null))::int as unconverted,
      coalesce(sum(round(${inCurrency}, 2)), 0)::numeric(20, 2)::text as amount
    from (
      select c.day, c.spend - ads.spend as beyond,
        (c.spend - ads.spend) * case when a.currency = 'KZT' then 1 else r.rate end as kzt
      from ad_account_days c
      join ad_accounts a on a.account_id = c.account_id
      cross join lateral (
        select coalesce(sum(s.spend), 0) as spend from traffic_stats s
        where s.account_id = c.account_id and s.day = c.day
      ) ads
      left join exchange_rates r on r.currency = a.currency and r.quote = 'KZT' and r.rate_date = c.day
      where c.day between ${start}::date and ${end}::date
    ) d
    left join exchange_rates u on u.currency = 'USD' and u.quote = 'KZT' and u.rate_date = d.day`.execute(db);
  const [row] = rows;
  if (row === undefined || row.compared === 0) return null;
  const { compared: _compared, ...found } = row;
  return found;
}
