import type { SaleRow } from '@traffic/contract';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** The ledger joined with its teams, as rows of a list: one query for the list and the single sale. */
export function selectSaleRows(db: Kysely<Schema>) {
  return db
    .selectFrom('all_sales_tracking as s')
    .leftJoin('traffic_teams as t', 't.id', 's.team_id')
    .selectAll('s')
    .select(['t.slug as team_slug', 't.name as team_name', 't.emoji as team_emoji', 't.color as team_color'])
    .select(sql<string>`coalesce(s.targetologist, 'Не распределено')`.as('targetologist_name'));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectSaleRows>['execute']>>[number];

/** @param masked hides the buyer's personal data: everyone but the admin sees them masked */
export function toSaleRow(row: Row, masked: boolean): SaleRow {
  return {
    id: row.id,
    lead_id: row.lead_id,
    lead_name: row.lead_name,
    contact_name: masked ? maskName(row.contact_name) : row.contact_name,
    contact_phone: masked ? maskPhone(row.contact_phone) : row.contact_phone,
    product_key: row.product_key,
    product_name: row.product_name,
    sale_amount: row.sale_amount,
    currency: row.currency,
    amount_flag: row.amount_flag as SaleRow['amount_flag'],
    sale_date: row.sale_date.toISOString(),
    sale_date_provisional: row.sale_date_provisional,
    reversed_at: row.reversed_at?.toISOString() ?? null,
    reversal_reason: row.reversal_reason,
    team:
      row.team_id === null
        ? null
        : {
            id: row.team_id,
            slug: row.team_slug ?? '',
            name: row.team_name ?? '',
            emoji: row.team_emoji ?? '',
            color: row.team_color ?? '',
          },
    targetologist: row.targetologist_name,
    utm_source: row.utm_source,
    utm_campaign: row.utm_campaign,
  };
}

/** «Айгерим Сапарова» -> «Айгерим С.»: enough to recognise, not enough to find. */
export function maskName(name: string | null): string | null {
  if (name === null) return null;
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return [first, ...rest.map((word) => `${Array.from(word)[0] ?? ''}.`)].join(' ');
}

/** All digits but the last two become dots. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  const digits = phone.replaceAll(/\D/g, '');
  return `••• ${digits.slice(-2)}`;
}
