import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** An ad account we read; its days are those of its own time zone, null = Meta has not shown it to us. */
export type Account = {
  accountId: string;
  timezone: string | null;
  syncedAt: Date | null;
  /** Up to when what Meta restates was re-read; see plan-window.ts. */
  restatedAt: Date | null;
  /** Its spend is complete from this day on. */
  readFrom: string | null;
  failed: boolean;
};

/** The accounts whose spend is read, in a fixed order. */
export async function includedAccounts(db: Db): Promise<Account[]> {
  const rows = await db
    .selectFrom('ad_accounts')
    .select(['account_id', 'timezone_name', 'synced_at', 'restated_at', 'read_from', 'failed_since'])
    .where('included', '=', true)
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    timezone: row.timezone_name,
    syncedAt: row.synced_at,
    restatedAt: row.restated_at,
    readFrom: row.read_from,
    failed: row.failed_since !== null,
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

/** The account's spend is complete from `since` up to `at`; `restates` as in `WindowPlan`. */
export async function markSynced(
  trx: Db,
  accountId: string,
  { at, since, restates }: { at: Date; since: string; restates: boolean },
): Promise<void> {
  await trx
    .updateTable('ad_accounts')
    .set({
      ...{ synced_at: at, failed_since: null, failure: null },
      read_from: sql<string>`least(read_from, ${since}::date)`,
      ...(restates && { restated_at: at }),
    })
    .where('account_id', '=', accountId)
    .execute();
}

/** Older days were read: when they reach the ones we have without a gap, the account is complete from `since` on. */
export async function markReadBack(
  trx: Db,
  accountId: string,
  { since, until }: { since: string; until: string },
): Promise<void> {
  await sql`
    update ad_accounts set read_from = ${since}::date
    where account_id = ${accountId} and read_from > ${since}::date and read_from <= ${until}::date + 1`.execute(
    trx,
  );
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
