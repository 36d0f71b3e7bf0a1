import type { OpenSession } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';

/** Where a person is signed in, the newest first. */
export async function listSessions(
  { db, clock }: { db: Db; clock: Clock },
  person: { id: string; sessionId: string },
): Promise<OpenSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'expires_at'])
    .where('user_id', '=', person.id)
    .where('expires_at', '>', clock.now())
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    current: row.id === person.sessionId,
    address: row.ip_address || null,
    user_agent: row.user_agent || null,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  }));
}

/** Ends a person's sessions: all, all but one, or one. They are dead from the next request on. */
export async function endSessions(
  db: Db,
  which: { userId: string; except?: string; only?: string },
): Promise<number> {
  let sessions = db.deleteFrom('sessions').where('user_id', '=', which.userId);
  if (which.except !== undefined) sessions = sessions.where('id', '!=', which.except);
  if (which.only !== undefined) sessions = sessions.where('id', '=', which.only);
  return Number((await sessions.executeTakeFirst()).numDeletedRows);
}
