import type pg from 'pg';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { columnsOf, readPages } from './read-pages.ts';

/** Where the earlier system kept sales, with the column that names the deal and the one that holds the amount. */
const OLD_SALES = [
  { table: 'all_sales_tracking', deal: 'lead_id', amounts: ['sale_amount', 'amount'] },
  { table: 'express_course_sales', deal: 'deal_id', amounts: ['amount', 'sale_amount'] },
  { table: 'main_product_sales', deal: 'deal_id', amounts: ['amount', 'sale_amount'] },
] as const;

export type SaleDifference = {
  table: string;
  deal_id: string;
  what: 'not in our ledger' | 'another amount' | 'reversed here';
  old_amount: string | null;
  our_amount: string | null;
};
export type SalesComparison = {
  read: number;
  same: number;
  unreadable: number;
  differences: SaleDifference[];
};

/**
 * Compares the old tables' sales with our ledger; writes nothing, because the CRM is the truth (`npm run import:amocrm`), and
 * the old tables held invented amounts.
 */
export async function compareSales(old: pg.ClientBase, db: Db): Promise<SalesComparison> {
  const result: SalesComparison = { read: 0, same: 0, unreadable: 0, differences: [] };
  for (const { table, deal, amounts } of OLD_SALES) {
    const columns = await columnsOf(old, table);
    const amount = amounts.find((name) => columns?.has(name));
    if (columns === null || !columns.has(deal) || amount === undefined) continue;
    for await (const rows of readPages(old, table)) {
      result.read += rows.length;
      const sales = rows.map((row) => ({ deal_id: digits(row[deal]), amount: decimal(row[amount]) }));
      result.unreadable += sales.filter(({ deal_id }) => deal_id === null).length;
      const readable = sales.filter(({ deal_id }) => deal_id !== null);
      const differences = await differing(db, table, readable);
      result.same += readable.length - differences.length;
      result.differences.push(...differences);
    }
  }
  return result;
}

async function differing(
  db: Db,
  table: string,
  sales: { deal_id: string | null; amount: string | null }[],
): Promise<SaleDifference[]> {
  const { rows } = await sql<SaleDifference>`
    select ${table} as "table", o.deal_id::text, o.amount::text as old_amount, s.sale_amount::text as our_amount,
      case when s.id is null then 'not in our ledger' when s.reversed_at is not null then 'reversed here'
        else 'another amount' end as what
    from jsonb_to_recordset(${JSON.stringify(sales)}::jsonb) as o (deal_id bigint, amount numeric)
    left join all_sales_tracking s on s.lead_id = o.deal_id and s.kind = 'sale'
    where s.id is null or s.reversed_at is not null or s.sale_amount is distinct from o.amount`.execute(db);
  return rows;
}

const digits = (value: unknown): string | null => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^[1-9]\d{0,17}$/.test(text) ? text : null;
};
const decimal = (value: unknown): string | null => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\d{1,14}(\.\d+)?$/.test(text) ? text : null;
};
