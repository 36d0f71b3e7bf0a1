import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** Takes name, phone and e-mail from users of the lessons; how far they came stays. */
export async function eraseLearners(trx: Kysely<Schema>, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await sql`
    update tripwire_users set name = null, phone = null, email = null
    where id = any(${[...ids]}::text[]) and num_nonnulls(name, phone, email) > 0`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
