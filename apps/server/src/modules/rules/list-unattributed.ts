import type { UnattributedReason, UnattributedResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { readPagePlace } from '../../platform/page-place.ts';

type Answer = Omit<z.infer<typeof UnattributedResponse>, 'success'>;
type Row = Omit<Answer['sales'][number], 'sale_date'> & { sale_date: Date };
type Query = { cursor?: string | undefined; limit: number; reason?: UnattributedReason | undefined };

/**
 * Unreversed sales that nobody is credited for, the newest first, with why and how much money stands there.
 * Sums are of amounts in tenge; unknown amounts are counted beside.
 */
export async function listUnattributed(db: Db, query: Query): Promise<Answer> {
  const [at, id] = readCursor(query.cursor);
  const ofReason = query.reason === undefined ? sql`true` : sql`a.reason = ${query.reason}`;
  const [totals, page] = await Promise.all([
    sumByReason(db),
    sql<Row>`
      select s.id, s.lead_id, s.lead_name, s.product_key, s.sale_amount, s.currency, s.sale_date, a.reason,
        s.utm_source, s.utm_medium, s.utm_campaign, s.utm_content, s.utm_term,
        array(select distinct c ->> 'team_name' from jsonb_array_elements(a.rejected) c order by 1) as candidates
      from all_sales_tracking s join attributions a on a.id = s.attribution_id
      where s.team_id is null and s.reversed_at is null and ${ofReason}
        and (s.sale_date, s.id) < (${at}::timestamptz, ${id}::bigint)
      order by s.sale_date desc, s.id desc limit ${query.limit + 1}`.execute(db),
  ]);
  const shown = page.rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    ...totals,
    sales: shown.map((row) => ({ ...row, sale_date: row.sale_date.toISOString() })),
    next_cursor:
      page.rows.length > query.limit && last !== undefined
        ? `${last.sale_date.toISOString()}_${last.id}`
        : null,
  };
}

type Group = Answer['by_reason'][number] & { unknown: number };

async function sumByReason(db: Db): Promise<Pick<Answer, 'total' | 'by_reason'>> {
  const { rows } = await sql<Group & { reason: UnattributedReason | null }>`
    select a.reason, count(*)::int as sales,
      coalesce(sum(s.sale_amount) filter (where s.currency = 'KZT'), 0)::numeric(20, 2)::text as revenue,
      (count(*) - count(s.sale_amount) filter (where s.currency = 'KZT'))::int as unknown
    from all_sales_tracking s join attributions a on a.id = s.attribution_id
    where s.team_id is null and s.reversed_at is null
    group by grouping sets ((a.reason), ()) order by sales desc, a.reason`.execute(db);
  // The grand total is the row without a reason; every stored receipt without a team has one.
  const total = rows.find((row) => row.reason === null);
  return {
    total: {
      sales: total?.sales ?? 0,
      revenue: total?.revenue ?? '0.00',
      sales_amount_unknown: total?.unknown ?? 0,
    },
    by_reason: rows
      .filter((row) => row.reason !== null)
      .map(({ reason, sales, revenue }) => ({ reason, sales, revenue })),
  };
}

function readCursor(cursor: string | undefined): [at: string, id: string] {
  if (cursor === undefined) return ['infinity', '0'];
  const { at, id } = readPagePlace(cursor);
  return [at, id];
}
