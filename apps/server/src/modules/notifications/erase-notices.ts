import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/**
 * Of notices about these deals and leads keeps which they were about, and nothing they said. What Telegram has shown
 * in a chat is not ours to take back.
 */
export async function eraseNotices(
  trx: Kysely<Schema>,
  about: { dealIds: readonly string[]; leadIds: readonly string[] },
): Promise<number> {
  const ids = [...about.dealIds, ...about.leadIds];
  if (ids.length === 0) return 0;
  const kept = sql`jsonb_strip_nulls(jsonb_build_object(
    'sale_id', payload -> 'sale_id', 'lead_id', payload -> 'lead_id', 'deal_id', payload -> 'deal_id', 'landing_lead_id', payload -> 'landing_lead_id'))`;
  const result = await sql`
    update notifications set payload = ${kept}, answer = null
    where (payload ->> 'lead_id' = any(${ids}::text[]) or payload ->> 'deal_id' = any(${ids}::text[])
      or payload ->> 'landing_lead_id' = any(${ids}::text[])
      or payload ->> 'sale_id' in (
        select id::text from all_sales_tracking where lead_id::text = any(${[...about.dealIds]}::text[])))
      and (payload <> ${kept} or answer is not null)`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
