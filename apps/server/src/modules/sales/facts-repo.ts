import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { type DealFact, factKey, happenedAt, isReading } from './deal-fact.ts';
import { readStoredFact } from './fact-json.ts';

/**
 * Keeps facts. A repeat of a known one is not kept again; but a repeated reading counts anew when a fact
 * without a version came in between, since it says what became of that.
 *
 * @returns the facts that were not known, in the order given
 */
export async function insertFacts(trx: Kysely<Schema>, facts: readonly DealFact[]): Promise<DealFact[]> {
  if (facts.length === 0) return [];
  const keyed = distinct(facts);
  const entries = keyed.map(({ entry }) => entry);
  const result = await sql<{ lead_id: string; key: string }>`
    insert into deal_events (lead_id, at, kind, delivery_id, received_at, fact_key, fact)
    select * from unnest(
      ${entries.map(({ fact }) => fact.leadId)}::bigint[], ${entries.map(happenedAt)}::timestamptz[],
      ${entries.map(({ fact }) => fact.action)}::text[], ${entries.map(({ deliveryId }) => deliveryId)}::bigint[],
      ${entries.map(({ receivedAt }) => receivedAt)}::timestamptz[], ${keyed.map(({ key }) => Buffer.from(key, 'hex'))}::bytea[],
      ${entries.map(({ fact }) => JSON.stringify(fact))}::jsonb[])
    on conflict (lead_id, fact_key) do update set received_at = excluded.received_at
      where deal_events.kind = 'read' and exists (
        select 1 from deal_events since where since.lead_id = excluded.lead_id and since.at = since.received_at
          and since.received_at >= deal_events.received_at and since.received_at < excluded.received_at)
    returning lead_id, encode(fact_key, 'hex') as key`.execute(trx);
  const kept = new Set(result.rows.map((row) => `${row.lead_id} ${row.key}`));
  return keyed.filter(({ entry, key }) => kept.has(`${entry.fact.leadId} ${key}`)).map(({ entry }) => entry);
}

/** Each fact once; of equal readings the latest. */
function distinct(facts: readonly DealFact[]): { entry: DealFact; key: string }[] {
  const byKey = new Map<string, { entry: DealFact; key: string }>();
  for (const entry of facts) {
    const key = factKey(entry).toString('hex');
    const known = byKey.get(`${entry.fact.leadId} ${key}`);
    if (known === undefined || (isReading(entry) && entry.receivedAt > known.entry.receivedAt))
      byKey.set(`${entry.fact.leadId} ${key}`, { entry, key });
  }
  return [...byKey.values()];
}

/** Every fact of these deals, by deal id, in the order of arrival. */
export async function loadFacts(trx: Kysely<Schema>, leadIds: string[]): Promise<Map<string, DealFact[]>> {
  const byDeal = new Map<string, DealFact[]>(leadIds.map((leadId) => [leadId, []]));
  if (leadIds.length === 0) return byDeal;
  const rows = await trx
    .selectFrom('deal_events')
    .select(['lead_id', 'fact', 'received_at', 'delivery_id'])
    .where('lead_id', 'in', leadIds)
    .orderBy('id')
    .execute();
  for (const row of rows)
    byDeal.get(row.lead_id)?.push({
      fact: readStoredFact(row.fact),
      receivedAt: row.received_at,
      deliveryId: row.delivery_id,
    });
  return byDeal;
}
