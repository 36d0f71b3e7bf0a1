import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import type { Sale } from './decide-sale.ts';
import type { StoredDeal } from './fold-deal.ts';

/** The tables the landing side reads; a preset may name no other. */
const PROJECTIONS = ['express_course_sales', 'main_product_sales'] as const;

/**
 * Keeps the landing side's tables equal to the ledger, by deal id: an unreversed sale of a projected
 * product has exactly one row, anything else has none.
 */
export async function projectSale(
  trx: Kysely<Schema>,
  deal: StoredDeal,
  sale: Sale,
  options: { ledgerTables: Map<string, string>; receivedAt: Date | null },
): Promise<void> {
  const target = sale.reversedAt === null ? options.ledgerTables.get(sale.productKey) : undefined;
  for (const table of PROJECTIONS) {
    if (table === target) await upsert(trx, table, deal, sale, options.receivedAt);
    else await sql`delete from ${sql.table(table)} where deal_id = ${deal.leadId}`.execute(trx);
  }
}

async function upsert(
  trx: Kysely<Schema>,
  table: (typeof PROJECTIONS)[number],
  deal: StoredDeal,
  sale: Sale,
  receivedAt: Date | null,
): Promise<void> {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = deal.utm;
  const row = {
    pipeline_id: String(deal.pipelineId ?? 0),
    status_id: String(deal.statusId ?? 0),
    amount: sale.amount,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    sale_date: sale.saleDate,
    raw_data: JSON.stringify({ name: deal.name, custom_fields: deal.customFields }),
  };
  await trx
    .insertInto(table)
    .values({ deal_id: deal.leadId, ...row, webhook_received_at: receivedAt })
    .onConflict((conflict) => conflict.column('deal_id').doUpdateSet(row))
    .execute();
}
