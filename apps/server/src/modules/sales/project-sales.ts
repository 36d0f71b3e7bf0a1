import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** The tables the landing side reads; a preset may name no other. */
const PROJECTIONS = ['express_course_sales', 'main_product_sales'] as const;

/**
 * Keeps the landing side's tables equal to the ledger, by deal id: an unreversed sale of a projected product
 * has exactly one row, anything else has none.
 *
 * @param ledgerTables table by product key
 * @param deals deals whose sales changed, and when the hook came that changed them (null: the CRM was read)
 */
export async function projectSales(
  trx: Kysely<Schema>,
  ledgerTables: ReadonlyMap<string, string>,
  deals: { leadId: string; hookReceivedAt: Date | null }[],
): Promise<void> {
  for (const table of PROJECTIONS) {
    const products = [...ledgerTables].filter(([, name]) => name === table).map(([key]) => key);
    await sql`
      with changed as (
        select distinct on ("leadId") "leadId" as lead_id, "hookReceivedAt" as received_at
        from jsonb_to_recordset(${JSON.stringify(deals)}::jsonb) as c ("leadId" bigint, "hookReceivedAt" timestamptz)
      ), standing as (
        select s.*, c.received_at, d.name, d.custom_fields
        from changed c join all_sales_tracking s on s.lead_id = c.lead_id join deals d on d.lead_id = c.lead_id
        where s.kind = 'sale' and s.reversed_at is null and s.product_key = any(${products}::text[])
      ), gone as (
        delete from ${sql.table(table)} where deal_id in (select lead_id from changed)
          and deal_id not in (select lead_id from standing)
      )
      insert into ${sql.table(table)} (deal_id, pipeline_id, status_id, amount, utm_source, utm_medium, utm_campaign,
        utm_content, utm_term, sale_date, webhook_received_at, raw_data)
      select lead_id, pipeline_id, status_id, sale_amount, utm_source, utm_medium, utm_campaign, utm_content, utm_term,
        sale_date, received_at, jsonb_build_object('name', name, 'custom_fields', custom_fields)
      from standing
      on conflict (deal_id) do update set
        pipeline_id = excluded.pipeline_id, status_id = excluded.status_id, amount = excluded.amount,
        utm_source = excluded.utm_source, utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign,
        utm_content = excluded.utm_content, utm_term = excluded.utm_term, sale_date = excluded.sale_date,
        raw_data = excluded.raw_data`.execute(trx);
  }
}
