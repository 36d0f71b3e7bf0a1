import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** An ad account we read; its days are those of its own time zone. */
export type Account = { accountId: string; timezone: string; syncedAt: Date | null };

/** A team's claim to an account in [validFrom, validTo); null is open. */
export type Binding = { teamId: number; teamName: string; validFrom: Date | null; validTo: Date | null };

/** Included accounts that Meta has told us about, in a fixed order. */
export async function includedAccounts(db: Db): Promise<Account[]> {
  const rows = await db
    .selectFrom('ad_accounts')
    .select(['account_id', 'timezone_name', 'synced_at'])
    .where('included', '=', true)
    .where('timezone_name', 'is not', null)
    .orderBy('account_id')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    timezone: row.timezone_name ?? 'UTC',
    syncedAt: row.synced_at,
  }));
}

/** Whose each account was and when; dates are days of the account's own zone. */
export async function bindingsOf(db: Db): Promise<Map<string, Binding[]>> {
  const { rows } = await sql<Binding & { accountId: string }>`
    select b.account_id as "accountId", b.team_id as "teamId", t.name as "teamName",
      b.valid_from::timestamp at time zone coalesce(a.timezone_name, 'UTC') as "validFrom",
      b.valid_to::timestamp at time zone coalesce(a.timezone_name, 'UTC') as "validTo"
    from ad_account_teams b
    join traffic_teams t on t.id = b.team_id
    join ad_accounts a on a.account_id = b.account_id`.execute(db);
  return Map.groupBy(rows, (row) => row.accountId);
}

export async function markSynced(db: Db, accountId: string, now: Date): Promise<void> {
  await db
    .updateTable('ad_accounts')
    .set({ synced_at: now, failed_since: null, failure: null })
    .where('account_id', '=', accountId)
    .execute();
}

/** Keeps the first moment of trouble: "incomplete since" must not move with every try. */
export async function markFailed(db: Db, accountId: string, failure: string, now: Date): Promise<void> {
  await db
    .updateTable('ad_accounts')
    .set({ failure, failed_since: sql<Date>`coalesce(failed_since, ${now})` })
    .where('account_id', '=', accountId)
    .execute();
}
