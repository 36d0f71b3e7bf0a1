import { type Kysely, sql } from 'kysely';
import { businessDayOf } from '../../platform/business-day.ts';
import type { Schema } from '../../platform/database/index.ts';
import type { Decision } from '../attribution/index.ts';
import type { AmountFlag, ReversalReason, Sale, SaleEvent, SaleKind } from './decide-sale.ts';
import type { StoredDeal } from './fold-deal.ts';

/** A ledger row with its identity and the receipt it stands on. */
export type StoredSale = Sale & {
  id: string;
  attribution: {
    id: string;
    teamId: number | null;
    ruleId: number | null;
    basis: string;
    reason: string | null;
  };
};

/** Loads the ledger rows of these deals, by deal id and kind. */
export async function loadSales(
  trx: Kysely<Schema>,
  leadIds: string[],
): Promise<Map<string, Map<SaleKind, StoredSale>>> {
  if (leadIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('all_sales_tracking as s')
    .innerJoin('attributions as a', 'a.id', 's.attribution_id')
    .selectAll('s')
    .select(['a.rule_id', 'a.basis', 'a.reason'])
    .where('s.lead_id', '=', sql<string>`any(${leadIds}::bigint[])`)
    .orderBy('s.id')
    .execute();
  const byDeal = new Map<string, Map<SaleKind, StoredSale>>();
  for (const row of rows) {
    const kinds = byDeal.get(row.lead_id) ?? new Map<SaleKind, StoredSale>();
    byDeal.set(row.lead_id, kinds);
    kinds.set(row.kind as SaleKind, {
      id: row.id,
      productKey: row.product_key,
      productName: row.product_name,
      currency: row.currency,
      amount: row.sale_amount,
      amountFlag: row.amount_flag as AmountFlag,
      saleDate: row.sale_date,
      provisionalDate: row.sale_date_provisional,
      reversedAt: row.reversed_at,
      reversalReason: row.reversal_reason as ReversalReason | null,
      attribution: {
        id: row.attribution_id,
        teamId: row.team_id,
        ruleId: row.rule_id,
        basis: row.basis,
        reason: row.reason,
      },
    });
  }
  return byDeal;
}

type SaleRow = {
  kind: SaleKind;
  deal: StoredDeal;
  sale: Sale;
  decision: Pick<Decision, 'teamId' | 'teamName'>;
  attributionId: string;
};

/**
 * Writes ledger rows, new ones and known ones, in one statement; their deals are locked.
 * @returns sale ids by deal id and kind, such as `123 sale`
 */
export async function upsertSales(
  trx: Kysely<Schema>,
  rows: SaleRow[],
  { zone, now }: { zone: string; now: Date },
): Promise<Map<string, string>> {
  const result = await sql<{ id: string; lead_id: string; kind: string }>`
    insert into all_sales_tracking as s (lead_id, kind, lead_name, product_key, product_name, pipeline_id, status_id,
      sale_amount, currency, amount_flag, utm_source, utm_medium, utm_campaign, utm_content, utm_term, person_id,
      sale_date, sale_date_provisional, sale_day, reversed_at, reversal_day, reversal_reason, team_id, targetologist,
      attribution_id)
    select lead_id, kind, lead_name, product_key, product_name, pipeline_id, status_id, sale_amount, currency,
      amount_flag, utm_source, utm_medium, utm_campaign, utm_content, utm_term, person_id, sale_date,
      sale_date_provisional, sale_day, reversed_at, reversal_day, reversal_reason, team_id, targetologist, attribution_id
    from jsonb_to_recordset(${JSON.stringify(rows.map((row) => columnsOf(row, zone)))}::jsonb) as r
      (lead_id bigint, kind text, lead_name text, product_key text, product_name text, pipeline_id bigint,
       status_id bigint, sale_amount numeric, currency text, amount_flag text, utm_source text, utm_medium text,
       utm_campaign text, utm_content text, utm_term text, person_id bigint, sale_date timestamptz,
       sale_date_provisional boolean, sale_day date, reversed_at timestamptz, reversal_day date, reversal_reason text,
       team_id int, targetologist text, attribution_id bigint)
    on conflict (lead_id, kind) do update set
      lead_name = excluded.lead_name, product_key = excluded.product_key, product_name = excluded.product_name,
      pipeline_id = excluded.pipeline_id, status_id = excluded.status_id, sale_amount = excluded.sale_amount,
      currency = excluded.currency, amount_flag = excluded.amount_flag, utm_source = excluded.utm_source,
      utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign, utm_content = excluded.utm_content,
      utm_term = excluded.utm_term, person_id = excluded.person_id, sale_date = excluded.sale_date,
      sale_date_provisional = excluded.sale_date_provisional, sale_day = excluded.sale_day,
      reversed_at = excluded.reversed_at, reversal_day = excluded.reversal_day,
      reversal_reason = excluded.reversal_reason, team_id = excluded.team_id, targetologist = excluded.targetologist,
      attribution_id = excluded.attribution_id, version = s.version + 1, updated_at = ${now}
    returning id, lead_id, kind`.execute(trx);
  return new Map(result.rows.map((row) => [`${row.lead_id} ${row.kind}`, row.id]));
}

function columnsOf({ kind, deal, sale, decision, attributionId }: SaleRow, zone: string) {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = deal.utm;
  return {
    lead_id: deal.leadId,
    kind,
    lead_name: deal.name,
    product_key: sale.productKey,
    product_name: sale.productName,
    pipeline_id: deal.pipelineId ?? 0,
    status_id: deal.statusId ?? 0,
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
    team_id: decision.teamId,
    targetologist: decision.teamName,
    attribution_id: attributionId,
  };
}

/** Credits sales by other receipts; the receipts before stay in `attributions`. */
export async function creditSales(
  trx: Kysely<Schema>,
  credits: { saleId: string; decision: Decision; attributionId: string }[],
): Promise<void> {
  if (credits.length === 0) return;
  const rows = credits.map(({ saleId, decision, attributionId }) => ({
    id: saleId,
    team_id: decision.teamId,
    targetologist: decision.teamName,
    attribution_id: attributionId,
  }));
  await sql`
    update all_sales_tracking s
    set team_id = c.team_id, targetologist = c.targetologist, attribution_id = c.attribution_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c
      (id bigint, team_id int, targetologist text, attribution_id bigint)
    where s.id = c.id`.execute(trx);
}

/** Puts the buyers on the sales of their deals. */
export async function writeBuyers(
  trx: Kysely<Schema>,
  buyers: { leadId: string; name: string | null; phone: string | null; email: string | null }[],
): Promise<void> {
  await sql`
    update all_sales_tracking s
    set person_id = d.person_id, contact_name = b.name, contact_phone = b.phone, contact_email = b.email
    from jsonb_to_recordset(${JSON.stringify(buyers)}::jsonb) as b ("leadId" bigint, name text, phone text, email text)
      join deals d on d.lead_id = b."leadId"
    where s.lead_id = b."leadId"
      and (s.person_id, s.contact_name, s.contact_phone, s.contact_email)
        is distinct from (d.person_id, b.name, b.phone, b.email)`.execute(trx);
}

type SaleEventRow = {
  saleId: string;
  kind: SaleEvent['kind'] | 'credited';
  at: Date;
  details: Record<string, unknown>;
  deliveryId: string | null;
};

/** The history of the ledger: what happened to each row, and the delivery that told us. */
export async function insertSaleEvents(trx: Kysely<Schema>, events: SaleEventRow[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into sale_events (sale_id, at, kind, details, delivery_id)
    select "saleId", at, kind, details, "deliveryId"
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e
      ("saleId" bigint, at timestamptz, kind text, details jsonb, "deliveryId" bigint)`.execute(trx);
}

/** Removes what facts told of these sales, before their history is told anew. Who was credited when stays. */
export async function deleteDerivedEvents(trx: Kysely<Schema>, saleIds: string[]): Promise<void> {
  if (saleIds.length === 0) return;
  await sql`
    delete from sale_events where sale_id = any(${saleIds}::bigint[])
      and kind in ('created', 'reversed', 'restored', 'amount_changed', 'product_changed', 'date_confirmed')`.execute(
    trx,
  );
}
