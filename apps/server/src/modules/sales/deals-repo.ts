import { type Kysely, sql } from 'kysely';
import type { CustomField } from '../../integrations/amocrm/index.ts';
import { laterBy, type Schema } from '../../platform/database/index.ts';
import { NO_UTM, type StoredDeal } from './fold-deal.ts';

/**
 * Locks these deals until the end of the transaction, making a row for each that has none yet, and loads
 * them. Rows are locked in the order of their ids, so two batches wait for one another and never deadlock;
 * row locks, because a batch may hold thousands and the server's table of other locks is small.
 */
export async function lockDeals(trx: Kysely<Schema>, leadIds: string[]): Promise<Map<string, StoredDeal>> {
  await sql`
    insert into deals (lead_id, updated_at)
    select id, 'epoch' from unnest(${leadIds}::bigint[]) as id order by id
    on conflict (lead_id) do nothing`.execute(trx);
  const { rows } = await sql<DealRow>`
    select lead_id, name, status_id, pipeline_id, price, utm_source, utm_medium, utm_campaign, utm_content, utm_term,
      utm_referrer, fbclid, custom_fields, contact_ids, created_at, updated_at, closed_at, deleted, person_id, last_fact_at
    from deals where lead_id = any(${leadIds}::bigint[]) order by lead_id
    for update`.execute(trx);
  return new Map(rows.map((row) => [row.lead_id, toDeal(row)]));
}

type DealRow = {
  lead_id: string;
  name: string | null;
  status_id: string | null;
  pipeline_id: string | null;
  price: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  utm_referrer: string | null;
  fbclid: string | null;
  custom_fields: CustomField[];
  contact_ids: string[] | null;
  created_at: Date | null;
  updated_at: Date;
  closed_at: Date | null;
  deleted: boolean;
  person_id: string | null;
  last_fact_at: Date;
};

function toDeal(row: DealRow): StoredDeal {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term, utm_referrer, fbclid } = row;
  return {
    leadId: row.lead_id,
    name: row.name,
    statusId: row.status_id === null ? null : Number(row.status_id),
    pipelineId: row.pipeline_id === null ? null : Number(row.pipeline_id),
    price: row.price,
    utm: { ...NO_UTM, utm_source, utm_medium, utm_campaign, utm_content, utm_term, utm_referrer, fbclid },
    customFields: row.custom_fields,
    contactIds: row.contact_ids,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
    deleted: row.deleted,
    personId: row.person_id,
    lastFactAt: row.last_fact_at,
  };
}

/** Writes locked deals as they are now, in one statement. */
export async function saveDeals(trx: Kysely<Schema>, deals: StoredDeal[]): Promise<void> {
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
    last_fact_at: deal.lastFactAt,
  }));
  await sql`
    update deals set
      name = d.name, status_id = d.status_id, pipeline_id = d.pipeline_id, price = d.price, utm_source = d.utm_source,
      utm_medium = d.utm_medium, utm_campaign = d.utm_campaign, utm_content = d.utm_content, utm_term = d.utm_term,
      utm_referrer = d.utm_referrer, fbclid = d.fbclid, custom_fields = d.custom_fields, contact_ids = d.contact_ids,
      created_at = d.created_at, updated_at = d.updated_at, closed_at = d.closed_at, deleted = d.deleted,
      last_fact_at = d.last_fact_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d
      (lead_id bigint, name text, status_id bigint, pipeline_id bigint, price numeric, utm_source text,
       utm_medium text, utm_campaign text, utm_content text, utm_term text, utm_referrer text, fbclid text,
       custom_fields jsonb, contact_ids bigint[], created_at timestamptz, updated_at timestamptz,
       closed_at timestamptz, deleted boolean, last_fact_at timestamptz)
    where deals.lead_id = d.lead_id`.execute(trx);
}

/** Asks the enricher to read these deals and their buyers from the CRM at `after`, or sooner if so asked before. */
export async function requestEnrichment(trx: Kysely<Schema>, leadIds: string[], after: Date): Promise<void> {
  if (leadIds.length === 0) return;
  await sql`
    update deals set enrich_after = least(enrich_after, ${laterBy(after, 0)}), enrich_attempts = 0
    where lead_id = any(${leadIds}::bigint[])`.execute(trx);
}
