import { sql } from 'kysely';
import { believed, type Db } from '../../platform/database/index.ts';

/** Why nobody sends now, and until when; `until` null = until a person saves the settings anew. */
export type Stopped = { reason: string; until: Date | null };

/** @returns null when sending goes on */
export async function readGate(db: Db, now: Date): Promise<Stopped | null> {
  const { rows } = await sql<{ reason: string | null; until: Date | null }>`
    select reason, case when isfinite(paused_until) then paused_until end as until from conversion_gate
    where paused_until > ${believed(now)}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { reason: row.reason ?? 'stopped', until: row.until };
}
