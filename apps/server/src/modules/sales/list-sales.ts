import type { SaleRow, SalesHistoryResponse } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { readPagePlace } from '../../platform/page-place.ts';
import { ratio } from '../../platform/money.ts';
import type { ReportQuestion } from '../analytics/index.ts';
import { lookAtNewest, type PeopleSearch, readSearch } from '../people/index.ts';
import { amountIn, RATE_OF_SALE } from './amount-in.ts';
import { isNarrowed, narrowSales, type SalesNarrow } from './narrow-sales.ts';
import { selectSaleRows, toSaleRow } from './sale-row.ts';

type Page = { cursor?: string | undefined; limit: number; masked: boolean };
type Found = { sales: SaleRow[]; next_cursor: string | null };
type History = Pick<SalesHistoryResponse, 'stats' | 'sales' | 'next_cursor'>;

/**
 * The sales made in the period, newest first, with statistics over the whole period. The list shows what
 * was sold on these days, reversed sales included and marked; the statistics count the unreversed ones.
 * Its amounts are in their own currency, the statistics in the asked one.
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
  page: Page & SalesNarrow & { search?: string | undefined },
): Promise<Found> {
  const after = page.cursor === undefined ? sql`true` : afterCursor(page.cursor);
  let rows = narrowed(db, question, page)
    .where(sql<boolean>`${after}`)
    .orderBy('s.sale_date', 'desc')
    .orderBy('s.id', 'desc')
    .limit(page.limit + 1);
  if (page.search !== undefined) {
    const search = readSearch(page.search, page.masked);
    const newest = isNarrowed(page) ? null : await amongNewest(db, question, search, after, page.limit + 1);
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

/**
 * How many rows the narrowed list has, and how many of them subtract; null when nothing narrows it.
 */
export async function countSales(
  db: Db,
  question: ReportQuestion,
  narrow: SalesNarrow,
): Promise<{ total: number; reversals: number } | null> {
  if (!isNarrowed(narrow)) return null;
  const { start, end } = question.period;
  const cash = question.basis === 'cash' && narrow.rows === 'counted';
  const earlier = cash
    ? sql<boolean>`s.sale_day not between ${start}::date and ${end}::date`
    : sql<boolean>`false`;
  const row = await narrowed(db, question, narrow)
    .clearSelect()
    .select([
      sql<string>`count(*)`.as('total'),
      sql<string>`count(*) filter (where ${earlier})`.as('reversals'),
    ])
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), reversals: Number(row.reversals) };
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
        and ${teamIs(team)} and ${after}
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

function narrowed(db: Db, question: ReportQuestion, narrow: SalesNarrow) {
  return ofTeam(selectSaleRows(db).where(narrowSales(question, narrow)), question);
}

function inPeriod(db: Db, question: ReportQuestion) {
  return narrowed(db, question, {});
}

function ofTeam(rows: ReturnType<typeof selectSaleRows>, { team }: ReportQuestion) {
  return rows.where(sql<boolean>`${teamIs(team)}`);
}

function teamIs(team: ReportQuestion['team']): RawBuilder<unknown> {
  if (team.kind === 'all') return sql`true`;
  return team.kind === 'unattributed' ? sql`s.team_id is null` : sql`s.team_id = ${team.team.id}`;
}

async function salesTotals(db: Db, question: ReportQuestion): Promise<History['stats']> {
  const amount = amountIn(question.currency);
  const row = await inPeriod(db, question)
    .leftJoin('exchange_rates as r', (join) => join.on(RATE_OF_SALE))
    .where('s.reversed_at', 'is', null)
    .clearSelect()
    .select([
      sql<string>`count(*)`.as('sales'),
      sql<string>`count(${amount})`.as('known'),
      sql<string>`coalesce(sum(${amount}), 0)::numeric(20, 2)`.as('revenue'),
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
  const { at, id } = readPagePlace(cursor);
  return sql`(s.sale_date, s.id) < (${at}::timestamptz, ${id}::bigint)`;
}
