import {
  UTM_FIELDS,
  type UtmField,
  type UtmFigures,
  type UtmQuery,
  type UtmResponse,
} from '@traffic/contract';
import { Big } from 'big.js';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { ratio } from '../../platform/money.ts';
import { columnPivot, toSums } from './columns/column-pivot.ts';
import { dirtyDays } from './exact-cells.ts';
import { monthsAndDays } from './month-cells.ts';
import { ofTeam } from './of-team.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { knownSources } from './to-metrics.ts';
import { anything, grainOf, utmRows, utmSums } from './utm-rows.ts';

type Row = Omit<UtmFigures, 'aov' | 'leads'> & {
  leads: number;
  kind: 'row' | 'total';
  rows: number;
  values: (string | null)[];
};

/** Leads and sales by UTM fields: the biggest rows, what is left over, and the total. */
export async function utm(deps: ReportDeps, question: ReportQuestion, query: Query): Promise<UtmResponse> {
  const [head, rows] = await Promise.all([envelope(deps, question), loadRows(deps, question, query)]);
  const { landing } = knownSources(head.sources);
  const figures = (sums: Sums) => toFigures(sums, landing);
  const shown = rows.filter((row) => row.kind === 'row');
  const total = rows.find((row) => row.kind === 'total') ?? NOTHING;
  return {
    ...head,
    by: query.by,
    rows: shown.map((row) => ({ values: row.values, figures: figures(row) })),
    rest: { rows: total.rows - shown.length, figures: figures(minus(total, shown)) },
    total: figures(total),
  };
}

const NOTHING = {
  rows: 0,
  leads: 0,
  sales: 0,
  express_purchases: 0,
  flagman_purchases: 0,
  revenue: '0.00',
  sales_amount_unknown: 0,
};
type Sums = Omit<typeof NOTHING, 'rows'>;

/** @param landing whether it has ever delivered: leads are unknown until then */
function toFigures(
  { leads, sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown }: Sums,
  landing: boolean,
): UtmFigures {
  const sums = { sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown };
  return {
    leads: landing ? leads : null,
    ...sums,
    aov: ratio(revenue, String(sales - sales_amount_unknown)),
  };
}

/** What is left of the total beside the shown rows. */
function minus(total: Sums, shown: readonly Sums[]): Sums {
  const left = (key: Exclude<keyof Sums, 'revenue'>) =>
    shown.reduce((rest, row) => rest - row[key], total[key]);
  return {
    leads: left('leads'),
    sales: left('sales'),
    express_purchases: left('express_purchases'),
    flagman_purchases: left('flagman_purchases'),
    revenue: shown.reduce((rest, row) => rest.minus(row.revenue), new Big(total.revenue)).toFixed(2),
    sales_amount_unknown: left('sales_amount_unknown'),
  };
}

type Query = z.infer<typeof UtmQuery>;

async function loadRows(deps: ReportDeps, question: ReportQuestion, query: Query): Promise<Row[]> {
  const asked = UTM_FIELDS.filter((field) => query[field] !== undefined);
  const fields = [...new Set(query.by)];
  const grain = grainOf([...fields, ...asked]);
  if (grain !== 'full') return loadPivot(deps, question, query, { fields, asked, grain });
  const found = await columnPivot(deps.db, deps.columns, question, query, fields);
  if (!found.exact) return loadPivot(deps, question, query, { fields, asked, grain });
  return [
    ...found.rows.map(({ values, sums }) => ({ kind: 'row' as const, rows: 1, values, ...toSums(sums) })),
    { kind: 'total', rows: found.groups, values: [], ...toSums(found.total) },
  ];
}

async function loadPivot(
  { db }: ReportDeps,
  question: ReportQuestion,
  query: Query,
  { fields, asked, grain }: { fields: UtmField[]; asked: UtmField[]; grain: ReturnType<typeof grainOf> },
): Promise<Row[]> {
  const ranges = [question.period];
  const narrowed = asked.map((field) => sql`and coalesce(${sql.ref(field)}, '') = ${query[field]}`);
  const where = sql`${ofTeam(question.team)} ${sql.join(narrowed, sql` `)}`;
  const columns = sql.join(fields.map((field) => sql.ref(field)));
  // Arrays and money are made of the shown rows only: a year has tens of thousands of others.
  const { rows } = await sql<Row>`
    with ${dirtyDays(ranges)}, ${monthsAndDays(ranges)}, facts as ${utmRows(question, grain, ranges, where)}, pivot as materialized (
      select ${columns}, ${utmSums(question)} from facts group by ${columns} having ${anything(question)}
    )
    (select 'row' as kind, 1 as rows, array[${columns}] as values, ${sql.join(SUMMED.map((name) => printed(sql.ref(name), name)))}
      from pivot order by pivot.${sql.ref(query.sort)} desc, ${columns} limit ${query.limit})
    union all
    select 'total', count(*)::int, null, ${sql.join(SUMMED.map((name) => printed(sql`coalesce(sum(${sql.ref(name)}), 0)`, name)))}
    from pivot`.execute(db);
  return rows;
}

const printed = (value: RawBuilder<unknown>, name: (typeof SUMMED)[number]) =>
  sql`${value}${name === 'revenue' ? sql`::numeric(20, 2)` : sql`::float8`} as ${sql.ref(name)}`;

const SUMMED = [
  'leads',
  'sales',
  'express_purchases',
  'flagman_purchases',
  'revenue',
  'sales_amount_unknown',
] as const;
