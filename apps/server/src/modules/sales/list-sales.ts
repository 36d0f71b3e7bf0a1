import type { SaleRow, SalesHistoryResponse } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { ratio } from '../../platform/money.ts';
import { ofTeam, type ReportQuestion } from '../analytics/index.ts';
import { lookAtNewest, type PeopleSearch, readSearch } from '../people/index.ts';
import { selectSaleRows, toSaleRow } from './sale-row.ts';

type Page = { cursor?: string | undefined; limit: number; masked: boolean };
type Found = { sales: SaleRow[]; next_cursor: string | null };
type History = Pick<SalesHistoryResponse, 'stats' | 'sales' | 'next_cursor'>;

/**
 * The sales made in the period, newest first, with statistics over the whole period. The list shows what
 * was sold on these days, reversed sales included and marked; the statistics count the unreversed ones.
 * Amounts are in their own currency.
 */
export async function listSales(db: Db, question: ReportQuestion, page: Page): Promise<History> {
  const [found, stats] = await Promise.all([findSales(db, question, page), salesTotals(db, question)]);
  return { stats, ...found };
}

/**
 * A page of the sales made in the period, newest first.
 * @throws AppError `validation` for a cursor that is not ours
 */
export async function findSales(
  db: Db,
  question: ReportQuestion,
  page: Page & { search?: string | undefined },
): Promise<Found> {
  const after = page.cursor === undefined ? sql`true` : afterCursor(page.cursor);
  let rows = inPeriod(db, question)
    .where(sql<boolean>`${after}`)
    .orderBy('s.sale_date', 'desc')
    .orderBy('s.id', 'desc')
    .limit(page.limit + 1);
  if (page.search !== undefined) {
    const search = readSearch(page.search, page.masked);
    const newest = await amongNewest(db, question, search, after, page.limit + 1);
    rows =
      newest === null
        ? rows.where(sql<boolean>`s.id = any (array(${matching(search)}))`)
        : rows.where(sql<boolean>`s.id = any (${newest}::bigint[])`);
  }
  const found = await rows.execute();
  const shown = found.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    sales: shown.map((row) => toSaleRow(row, page.masked)),
    next_cursor:
      found.length > page.limit && last !== undefined ? `${last.sale_date.toISOString()}_${last.id}` : null,
  };
}

function amongNewest(
  db: Db,
  { period, team }: ReportQuestion,
  { inName }: PeopleSearch,
  after: RawBuilder<unknown>,
  wanted: number,
): Promise<string[] | null> | null {
  if (inName === null) return null;
  return lookAtNewest(db, {
    rows: sql`
      select s.id, s.sale_date, s.person_id, s.contact_name from all_sales_tracking s
      where s.sale_day between ${period.start} and ${period.end} and s.sale_date >= ${period.from} and s.sale_date < ${period.to}
        and ${ofTeam(team, sql`s.team_id`)} and ${after}
      order by s.sale_date desc, s.id desc`,
    matches: sql`(${inName(sql`one.contact_name`)} or ${inName(sql`person.name`)})`,
    order: sql`one.sale_date desc, one.id desc`,
    wanted,
  });
}

/**
 * Ids of the sales of a buyer or a deal; each way of finding them has its index. As arrays: PostgreSQL takes any word for one of
 * fifty names, and would read the whole ledger for a number of a deal.
 */
function matching({ dealId, words, personIds }: PeopleSearch) {
  const ways = [sql`select id from all_sales_tracking where person_id = any (array(${personIds}))`];
  if (dealId !== null) ways.push(sql`select id from all_sales_tracking where lead_id = ${dealId}::bigint`);
  if (words !== null)
    ways.push(sql`select id from all_sales_tracking where search_words(contact_name) @@ ${words}::tsquery`);
  return sql<string>`${sql.join(ways, sql` union `)}`;
}

function inPeriod(db: Db, question: ReportQuestion) {
  const rows = selectSaleRows(db)
    .where('s.sale_day', '>=', question.period.start)
    .where('s.sale_day', '<=', question.period.end);
  if (question.team.kind === 'all') return rows;
  return question.team.kind === 'unattributed'
    ? rows.where('s.team_id', 'is', null)
    : rows.where('s.team_id', '=', question.team.team.id);
}

async function salesTotals(db: Db, question: ReportQuestion): Promise<History['stats']> {
  const row = await inPeriod(db, question)
    .where('s.reversed_at', 'is', null)
    .clearSelect()
    .select([
      sql<string>`count(*)`.as('sales'),
      sql<string>`count(s.sale_amount)`.as('known'),
      sql<string>`coalesce(sum(s.sale_amount), 0)::numeric(20, 2)`.as('revenue'),
    ])
    .executeTakeFirstOrThrow();
  return {
    total_sales: Number(row.sales),
    total_revenue: row.revenue,
    avg_sale: ratio(row.revenue, row.known),
    amount_unknown: Number(row.sales) - Number(row.known),
  };
}

function afterCursor(cursor: string): RawBuilder<unknown> {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_(\d{1,18})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined)
    throw validationError('cursor: возьмите next_cursor предыдущего ответа');
  return sql`(s.sale_date, s.id) < (${match[1]}::timestamptz, ${match[2]}::bigint)`;
}
