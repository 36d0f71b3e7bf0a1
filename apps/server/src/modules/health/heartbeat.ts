import type { Db } from '../../platform/database/index.ts';

const KEY = 'worker_heartbeat';

/** A worker says that it lives. */
export async function beat(db: Db, now: Date): Promise<void> {
  const value = JSON.stringify({ at: now.toISOString() });
  await db
    .insertInto('settings')
    .values({ key: KEY, value, updated_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: now }))
    .execute();
}

/** When any worker last said that it lives; null when none ever did. */
export async function lastHeartbeat(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('settings').select('updated_at').where('key', '=', KEY).executeTakeFirst();
  return row?.updated_at ?? null;
}
