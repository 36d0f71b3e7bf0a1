import { sql } from 'kysely';
import type { Db } from './connect.ts';

/**
 * One round trip to the database.
 * @returns how long it took, in milliseconds
 * @throws the driver's error when the database does not answer
 */
export async function pingDatabase(db: Db): Promise<number> {
  const startedAt = performance.now();
  await sql`select 1`.execute(db);
  return performance.now() - startedAt;
}
