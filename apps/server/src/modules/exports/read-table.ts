import type { ExportQuery } from '@traffic/contract';
import {
  ads,
  cohorts,
  envelope,
  funnelReport,
  overview,
  type ReportDeps,
  type ReportQuestion,
  trend,
  utm,
} from '../analytics/index.ts';
import { listLeads } from '../leads/index.ts';
import { findSales } from '../sales/index.ts';
import { markIncomplete } from './mark-incomplete.ts';
import {
  adsTable,
  cohortsTable,
  funnelTable,
  leadsTable,
  overviewTable,
  salesTable,
  type Table,
  trendTable,
  utmTable,
} from './table.ts';

/** A screen shows the first rows of a tree; its file has all that a file is good for. */
const TREE_ROWS = 1000;
const PAGE = 500;
const LIST_ROWS = 50_000;

/** The table of a report, read by the very question that its screen asks; figures of a late source say so. */
export async function readTable(
  deps: ReportDeps,
  question: ReportQuestion,
  query: ExportQuery,
  masked: boolean,
): Promise<Table> {
  const [table, { incomplete }] = await Promise.all([
    readRows(deps, question, query, masked),
    envelope(deps, question),
  ]);
  return markIncomplete(table, incomplete, question.period.timezone, question.language);
}

async function readRows(
  deps: ReportDeps,
  question: ReportQuestion,
  query: ExportQuery,
  masked: boolean,
): Promise<Table> {
  const { language } = question;
  switch (query.report) {
    case 'overview':
      return overviewTable(await overview(deps, question), language);
    case 'trend':
      return trendTable(await trend(deps, question, query.group), language);
    case 'funnel':
      return funnelTable(await funnelReport(deps, question), language);
    case 'cohorts':
      return cohortsTable(await cohorts(deps, question, query.by), language);
    case 'ads':
      return adsTable(await ads(deps, question, { ...query, sort: 'spend', limit: TREE_ROWS }), language);
    case 'utm':
      return utmTable(
        await utm(deps, question, { ...query, by: query.fields, sort: 'revenue', limit: TREE_ROWS }),
        language,
      );
    case 'leads':
      return leadsTable(
        await allPages(async (cursor) => {
          const page = { ...query, cursor, limit: PAGE, masked };
          const { leads, next_cursor } = await listLeads(deps.db, question, page);
          return { rows: leads, next_cursor };
        }),
        language,
      );
    case 'sales':
      return salesTable(
        await allPages(async (cursor) => {
          const page = { ...query, cursor, limit: PAGE, masked };
          const { sales, next_cursor } = await findSales(deps.db, question, page);
          return { rows: sales, next_cursor };
        }),
        language,
      );
  }
}

type Page<Row> = { rows: Row[]; next_cursor: string | null };

async function allPages<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  while (rows.length < LIST_ROWS) {
    const page = await read(cursor);
    rows.push(...page.rows);
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return rows;
}
