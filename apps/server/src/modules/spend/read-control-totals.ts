import { sql } from 'kysely';
import { MetaError, type AccountDay, type InsightsRange } from '../../integrations/meta/index.ts';
import { addDays, businessDayOf } from '../../platform/business-day.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { type Account, includedAccounts, lockAccounts } from './accounts-repo.ts';
import { reachesOthers, type SpendDeps } from './sync-spend.ts';

/**
 * Reads what each whole account spent by day, to be compared with the sum of its ads. One request more per account, which
 * is why it is done once a night and apart from the reading of ads. Of accounts that were just read completely; one whose
 * totals cannot be read keeps its spend, and its days are compared with nothing.
 *
 * @returns how many accounts were compared and how many could not be
 */
export async function readControlTotals(
  deps: Pick<SpendDeps, 'db' | 'meta' | 'clock' | 'log'>,
  days: number,
): Promise<{ read: number; failed: number }> {
  const accounts = (await includedAccounts(deps.db)).filter(({ failed }) => !failed);
  let read = 0;
  for (const account of accounts)
    try {
      if (await readTotals(deps, account, days)) read += 1;
    } catch (error) {
      if (!(error instanceof MetaError)) throw error;
      deps.log.warn({ err: error, account: account.accountId }, 'control totals not read');
      if (reachesOthers(error)) break;
    }
  return { read, failed: accounts.length - read };
}

function readTotals(
  { db, meta, clock }: Pick<SpendDeps, 'db' | 'meta' | 'clock'>,
  { accountId, timezone }: Account,
  days: number,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    if (timezone === null || (await lockAccounts(trx, [accountId])).length === 0) return false;
    const until = businessDayOf(clock.now(), timezone);
    const range = { accountId, since: addDays(until, 1 - days), until };
    const totals = (await Array.fromAsync(meta.accountDays(range))).flat();
    await replaceTotals(trx, range, totals);
    return true;
  });
}

async function replaceTotals(
  trx: Db,
  { accountId, since, until }: InsightsRange,
  totals: readonly AccountDay[],
): Promise<void> {
  await sql`
    delete from ad_account_days
    where account_id = ${accountId} and day between ${since}::date and ${until}::date`.execute(trx);
  await sql`
    insert into ad_account_days (account_id, day, spend)
    select ${accountId}, c.day, c.spend
    from jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) as c (day date, spend numeric)`.execute(trx);
}
