import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** An ad account we read; its days are those of its own time zone, null = Meta has not shown it to us. */
export type Account = { accountId: string; timezone: string | null; syncedAt: Date | null };

/** The accounts whose spend is read, in a fixed order; `only` narrows them to these. */
export async function includedAccounts(db: Db, only?: readonly string[]): Promise<Account[]> {
  const rows = await db
    .selectFrom('ad_accounts')
    .select(['account_id', 'timezone_name', 'synced_at'])
    .where('included', '=', true)
    .$if(only !== undefined, (query) => query.where('account_id', 'in', [...(only ?? [])]))
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    timezone: row.timezone_name,
    syncedAt: row.synced_at,
  }));
}

/**
 * Takes these accounts for the caller's transaction, without waiting: two processes never write one account at
 * once, and a process that dies gives its accounts back with its connection.
 *
 * @returns those that nobody else holds
 */
export async function lockAccounts(trx: Db, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...accountIds]}::text[]) as id
    where pg_try_advisory_xact_lock(hashtextextended('spend:' || id, 0))`.execute(trx);
  return rows.map((row) => row.id);
}

/** The account's spend is complete up to `at`. */
export async function markSynced(trx: Db, accountId: string, at: Date): Promise<void> {
  await trx
    .updateTable('ad_accounts')
    .set({ synced_at: at, failed_since: null, failure: null })
    .where('account_id', '=', accountId)
    .execute();
}

/** Keeps the first moment of trouble: "failed since" must not move with every try. */
export async function markFailed(
  db: Db,
  accountIds: readonly string[],
  failure: string,
  at: Date,
): Promise<void> {
  await db
    .updateTable('ad_accounts')
    .set({ failure, failed_since: sql<Date>`coalesce(failed_since, ${at}::timestamptz)` })
    .where('account_id', 'in', [...accountIds])
    .execute();
}
