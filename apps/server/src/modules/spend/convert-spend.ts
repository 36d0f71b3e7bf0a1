import { type RawBuilder, sql } from 'kysely';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { lockAccounts } from './accounts-repo.ts';

/**
 * Converts spend into KZT: amount x rate of its own day, 2 decimals, half up (`numeric` rounds half away from zero,
 * which for spend is the same as `convert` of platform/money). Takes the rows that have no amount in KZT yet, and
 * those of `days`, whose rate has changed. A day without a rate stays unknown; it never takes another day's.
 *
 * Accounts that are being read right now are left out: their reader converts them itself when it writes.
 *
 * @returns how many rows were converted
 */
export function convertSpend(db: Db, days: readonly string[]): Promise<number> {
  return inTransaction(db, async (trx) => {
    const accounts = await trx.selectFrom('ad_accounts').select('account_id').execute();
    const free = await lockAccounts(
      trx,
      accounts.map((account) => account.account_id),
    );
    const waits = sql<boolean>`s.spend_kzt is null`;
    const due = days.length === 0 ? waits : sql<boolean>`(${waits} or s.day = any(${[...days]}::date[]))`;
    return convertRows(trx, free, due);
  });
}

/**
 * The same for accounts that the caller's transaction holds.
 * @param due which rows, of `traffic_stats` as s; whoever has millions of them names days or those without an amount
 */
export async function convertRows(
  trx: Db,
  accountIds: readonly string[],
  due: RawBuilder<boolean>,
): Promise<number> {
  const result = await sql`
    with due as (
      select s.account_id, s.ad_id, s.day,
        case when s.currency = 'KZT' then 1 else r.rate end as rate,
        case when s.currency = 'KZT' then s.day else r.published_on end as rate_date
      from traffic_stats s
      left join exchange_rates r on r.currency = s.currency and r.quote = 'KZT' and r.rate_date = s.day
      where s.account_id = any(${[...accountIds]}::text[]) and ${due}
    )
    update traffic_stats s set spend_kzt = round(s.spend * due.rate, 2), rate = due.rate, rate_date = due.rate_date
    from due
    where s.account_id = due.account_id and s.ad_id = due.ad_id and s.day = due.day and due.rate is not null
      and (s.rate, s.rate_date) is distinct from (due.rate, due.rate_date)`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
