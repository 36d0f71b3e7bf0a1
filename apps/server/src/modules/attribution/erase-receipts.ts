import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** Takes the click id from every receipt that stands on a touch of these origins; what it decided stays. */
export async function eraseReceipts(trx: Kysely<Schema>, origins: readonly string[]): Promise<number> {
  if (origins.length === 0) return 0;
  const result = await sql`
    update attributions set evidence = jsonb_set(evidence, '{utm,fbclid}', '"erased"')
    where evidence ->> 'origin' = any(${[...origins]}::text[])
      and evidence #>> '{utm,fbclid}' is not null and evidence #>> '{utm,fbclid}' <> 'erased'`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
