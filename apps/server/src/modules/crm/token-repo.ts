import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** What the pair is sealed as; part of the key: never change it. */
export const TOKENS_PURPOSE = 'amocrm.tokens';

/** The stored pair, still sealed. */
export type StoredTokens = {
  accessToken: string | null;
  refreshToken: string;
  accessExpiresAt: Date | null;
  refreshedAt: Date | null;
};

/**
 * Starts the row from a seed that it never started from before (a person has authorised us anew). A seed it
 * knows changes nothing: a process with yesterday's settings must not bring back a spent token.
 */
export async function plantSeed(
  db: Db,
  seed: { hash: Buffer; accessToken: string | null; refreshToken: string; accessExpiresAt: Date | null },
): Promise<void> {
  await sql`
    insert into amocrm_tokens (seeds, access_token, refresh_token, access_expires_at)
    values (array[${seed.hash}::bytea], ${seed.accessToken}, ${seed.refreshToken}, ${seed.accessExpiresAt})
    on conflict (id) do update set
      seeds = amocrm_tokens.seeds || excluded.seeds, access_token = excluded.access_token,
      refresh_token = excluded.refresh_token, access_expires_at = excluded.access_expires_at, refreshed_at = null
    where not amocrm_tokens.seeds @> excluded.seeds`.execute(db);
}

/** Waits for whoever renews now, and keeps others waiting until the transaction ends. */
export async function lockTokens(trx: Db): Promise<StoredTokens | null> {
  const row = await trx.selectFrom('amocrm_tokens').selectAll().forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  return {
    accessToken: row.access_token,
    refreshToken: row.refresh_token,
    accessExpiresAt: row.access_expires_at,
    refreshedAt: row.refreshed_at,
  };
}

export async function storeTokens(
  db: Db,
  tokens: { accessToken: string; refreshToken: string; accessExpiresAt: Date; refreshedAt: Date },
): Promise<void> {
  await db
    .updateTable('amocrm_tokens')
    .set({
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      access_expires_at: tokens.accessExpiresAt,
      refreshed_at: tokens.refreshedAt,
    })
    .execute();
}
