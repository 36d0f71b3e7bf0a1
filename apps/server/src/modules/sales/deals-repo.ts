import { type Kysely, sql } from 'kysely';
import type { UtmFields } from '../../integrations/amocrm/index.ts';
import type { Schema } from '../../platform/database/index.ts';
import { type Deal, NO_UTM, type StoredDeal } from './fold-deal.ts';

/**
 * Serialises work on these deals across all workers until the end of the transaction, whether or not
 * they exist yet. Locks are taken in one order, so two batches cannot deadlock.
 */
export async function lockDeals(trx: Kysely<Schema>, leadIds: string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(lock_key)
    from (select distinct hashtextextended(id, 2) as lock_key from unnest(${leadIds}::text[]) as id order by 1) locks
  `.execute(trx);
}

export async function loadDeals(trx: Kysely<Schema>, leadIds: string[]): Promise<Map<string, StoredDeal>> {
  if (leadIds.length === 0) return new Map();
  const rows = await trx.selectFrom('deals').selectAll().where('lead_id', 'in', leadIds).execute();
  return new Map(
    rows.map((row) => {
      const utm: UtmFields = {
        ...NO_UTM,
        utm_source: row.utm_source,
        utm_medium: row.utm_medium,
        utm_campaign: row.utm_campaign,
        utm_content: row.utm_content,
        utm_term: row.utm_term,
        fbclid: row.fbclid,
      };
      const deal: StoredDeal = {
        leadId: row.lead_id,
        name: row.name,
        statusId: row.status_id === null ? null : Number(row.status_id),
        pipelineId: row.pipeline_id === null ? null : Number(row.pipeline_id),
        price: row.price,
        utm,
        customFields: Array.isArray(row.custom_fields) ? row.custom_fields : [],
        contactIds: row.contact_ids,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        closedAt: row.closed_at,
        deleted: row.deleted,
        personId: row.person_id,
      };
      return [row.lead_id, deal];
    }),
  );
}

/** Writes deals as they are now, in one statement. */
export async function saveDeals(trx: Kysely<Schema>, deals: Deal[]): Promise<void> {
  if (deals.length === 0) return;
  const rows = deals.map((deal) => ({
    lead_id: deal.leadId,
    name: deal.name,
    status_id: deal.statusId,
    pipeline_id: deal.pipelineId,
    price: deal.price,
    ...deal.utm,
    custom_fields: deal.customFields,
    contact_ids: deal.contactIds,
    created_at: deal.createdAt,
    updated_at: deal.updatedAt,
    closed_at: deal.closedAt,
    deleted: deal.deleted,
  }));
  await sql`
    insert into deals (lead_id, name, status_id, pipeline_id, price, utm_source, utm_medium, utm_campaign,
      utm_content, utm_term, fbclid, custom_fields, contact_ids, created_at, updated_at, closed_at, deleted)
    select lead_id, name, status_id, pipeline_id, price, utm_source, utm_medium, utm_campaign,
      utm_content, utm_term, fbclid, custom_fields, contact_ids, created_at, updated_at, closed_at, deleted
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d
      (lead_id bigint, name text, status_id bigint, pipeline_id bigint, price numeric, utm_source text,
       utm_medium text, utm_campaign text, utm_content text, utm_term text, fbclid text, custom_fields jsonb,
       contact_ids bigint[], created_at timestamptz, updated_at timestamptz, closed_at timestamptz, deleted boolean)
    on conflict (lead_id) do update set
      name = excluded.name, status_id = excluded.status_id, pipeline_id = excluded.pipeline_id,
      price = excluded.price, utm_source = excluded.utm_source, utm_medium = excluded.utm_medium,
      utm_campaign = excluded.utm_campaign, utm_content = excluded.utm_content, utm_term = excluded.utm_term,
      fbclid = excluded.fbclid, custom_fields = excluded.custom_fields, contact_ids = excluded.contact_ids,
      created_at = excluded.created_at, updated_at = excluded.updated_at, closed_at = excluded.closed_at,
      deleted = excluded.deleted`.execute(trx);
}

/** The history of a deal: one row for each fact that changed it. */
export async function recordDealEvents(
  trx: Kysely<Schema>,
  events: {
    leadId: string;
    at: Date;
    kind: string;
    details: Record<string, unknown>;
    deliveryId: string | null;
  }[],
): Promise<void> {
  if (events.length === 0) return;
  await trx
    .insertInto('deal_events')
    .values(
      events.map((event) => ({
        lead_id: event.leadId,
        at: event.at,
        kind: event.kind,
        details: JSON.stringify(event.details),
        delivery_id: event.deliveryId,
      })),
    )
    .execute();
}

/** Asks the enricher to read these deals and their buyers from the CRM at `after`, or sooner if so asked before. */
export async function requestEnrichment(trx: Kysely<Schema>, leadIds: string[], after: Date): Promise<void> {
  if (leadIds.length === 0) return;
  await sql`
    update deals set enrich_after = least(coalesce(enrich_after, ${after}), ${after}), enrich_attempts = 0
    where lead_id = any(${leadIds}::bigint[])`.execute(trx);
}
