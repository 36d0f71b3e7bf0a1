import type { Kysely } from 'kysely';
import type { Decision } from '../attribution/index.ts';
import { businessDayOf } from '../../platform/business-day.ts';
import type { Schema } from '../../platform/database/index.ts';
import type { AmountFlag, Sale, SaleEvent } from './decide-sale.ts';
import type { StoredDeal } from './fold-deal.ts';

/** A ledger row with its identity and the receipt it stands on. */
export type StoredSale = Sale & {
  id: string;
  leadId: string;
  attribution: {
    id: string;
    teamId: number | null;
    ruleId: number | null;
    basis: string;
    reason: string | null;
  };
};

/** Loads the ledger rows of these deals, by deal id. */
export async function loadSales(trx: Kysely<Schema>, leadIds: string[]): Promise<Map<string, StoredSale>> {
  if (leadIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('all_sales_tracking as s')
    .innerJoin('attributions as a', 'a.id', 's.attribution_id')
    .selectAll('s')
    .select(['a.rule_id', 'a.basis', 'a.reason'])
    .where('s.lead_id', 'in', leadIds)
    .where('s.kind', '=', 'sale')
    .execute();
  return new Map(
    rows.map((row) => {
      const sale: StoredSale = {
        id: row.id,
        leadId: row.lead_id,
        productKey: row.product_key,
        productName: row.product_name,
        currency: row.currency,
        amount: row.sale_amount,
        amountFlag: row.amount_flag as AmountFlag,
        saleDate: row.sale_date,
        provisionalDate: row.sale_date_provisional,
        reversedAt: row.reversed_at,
        reversalReason: row.reversal_reason as Sale['reversalReason'],
        attribution: {
          id: row.attribution_id,
          teamId: row.team_id,
          ruleId: row.rule_id,
          basis: row.basis,
          reason: row.reason,
        },
      };
      return [row.lead_id, sale];
    }),
  );
}

/** What the deal and the sale put into the columns of the ledger. */
function columnsOf(deal: StoredDeal, sale: Sale, zone: string) {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = deal.utm;
  return {
    lead_name: deal.name,
    product_key: sale.productKey,
    product_name: sale.productName,
    pipeline_id: String(deal.pipelineId ?? 0),
    status_id: String(deal.statusId ?? 0),
    sale_amount: sale.amount,
    currency: sale.currency,
    amount_flag: sale.amountFlag,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    person_id: deal.personId,
    sale_date: sale.saleDate,
    sale_date_provisional: sale.provisionalDate,
    sale_day: businessDayOf(sale.saleDate, zone),
    reversed_at: sale.reversedAt,
    reversal_day: sale.reversedAt === null ? null : businessDayOf(sale.reversedAt, zone),
    reversal_reason: sale.reversalReason,
  };
}

export async function insertSale(
  trx: Kysely<Schema>,
  input: { deal: StoredDeal; sale: Sale; attributionId: string; decision: Decision; zone: string },
): Promise<string> {
  const row = await trx
    .insertInto('all_sales_tracking')
    .values({
      lead_id: input.deal.leadId,
      ...columnsOf(input.deal, input.sale, input.zone),
      team_id: input.decision.teamId,
      targetologist: input.decision.teamName,
      attribution_id: input.attributionId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function updateSale(
  trx: Kysely<Schema>,
  saleId: string,
  input: { deal: StoredDeal; sale: Sale; zone: string; now: Date },
): Promise<void> {
  await trx
    .updateTable('all_sales_tracking')
    .set((eb) => ({
      ...columnsOf(input.deal, input.sale, input.zone),
      version: eb('version', '+', 1),
      updated_at: input.now,
    }))
    .where('id', '=', saleId)
    .execute();
}

/** Credits the sale by another receipt; the receipts before it stay in `attributions`. */
export async function creditSale(
  trx: Kysely<Schema>,
  saleId: string,
  decision: Decision,
  attributionId: string,
): Promise<void> {
  await trx
    .updateTable('all_sales_tracking')
    .set({ team_id: decision.teamId, targetologist: decision.teamName, attribution_id: attributionId })
    .where('id', '=', saleId)
    .execute();
}

export async function recordSaleEvents(
  trx: Kysely<Schema>,
  saleId: string,
  events: (Omit<SaleEvent, 'kind'> & { kind: SaleEvent['kind'] | 'credited' })[],
  deliveryId: string | null,
): Promise<void> {
  if (events.length === 0) return;
  await trx
    .insertInto('sale_events')
    .values(
      events.map((event) => ({
        sale_id: saleId,
        at: event.at,
        kind: event.kind,
        details: JSON.stringify(event.details),
        delivery_id: deliveryId,
      })),
    )
    .execute();
}
