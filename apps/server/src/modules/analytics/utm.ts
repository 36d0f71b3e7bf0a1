import {
  UTM_FIELDS,
  type UtmField,
  type UtmFigures,
  type UtmQuery,
  type UtmResponse,
} from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import { ratio } from '../../platform/money.ts';
import { dirtyDays } from './exact-cells.ts';
import { ofTeam } from './of-team.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { grainOf, utmRows, utmSums } from './utm-rows.ts';

type Row = Omit<UtmFigures, 'aov'> & {
  kind: 'row' | 'rest' | 'total';
  rows: number;
  values: (string | null)[];
};

/** Leads and sales by UTM fields: the biggest rows, what is left over, and the total. */
export async function utm(
  deps: ReportDeps,
  question: ReportQuestion,
  query: z.infer<typeof UtmQuery>,
): Promise<UtmResponse> {
  const [head, rows] = await Promise.all([envelope(deps, question), loadPivot(deps, question, query)]);
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const [rest] = of('rest');
  const [total] = of('total');
  return {
    ...head,
    by: query.by,
    rows: of('row').map((row) => ({ values: row.values, figures: toFigures(row) })),
    rest: { rows: rest?.rows ?? 0, figures: toFigures(rest) },
    total: toFigures(total),
  };
}

const NOTHING = {
  leads: 0,
  sales: 0,
  express_purchases: 0,
  flagman_purchases: 0,
  revenue: '0.00',
  sales_amount_unknown: 0,
};

/** No row = a group without facts, and no facts sum to zero. */
function toFigures(row: Row | undefined): UtmFigures {
  const { leads, sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown } =
    row ?? NOTHING;
  return {
    ...{ leads, sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown },
    aov: ratio(revenue, String(sales)),
  };
}

async function loadPivot(
  { db }: ReportDeps,
  question: ReportQuestion,
  query: z.infer<typeof UtmQuery>,
): Promise<Row[]> {
  const ranges = [question.period];
  const asked = UTM_FIELDS.filter((field) => query[field] !== undefined);
  const narrowed = asked.map((field) => sql`and coalesce(${sql.ref(field)}, '') = ${query[field]}`);
  const where = sql`${ofTeam(question.team)} ${sql.join(narrowed, sql` `)}`;
  const fields: UtmField[] = [...new Set(query.by)];
  const columns = sql.join(fields.map((field) => sql.ref(field)));
  const figures = [
    'leads',
    'sales',
    'express_purchases',
    'flagman_purchases',
    'revenue',
    'sales_amount_unknown',
  ] as const;
  const sums = sql.join(
    figures.map(
      (name) =>
        sql`coalesce(sum(${sql.ref(name)}), 0)${name === 'revenue' ? sql`::numeric(20, 2)::text` : sql`::float8`} as ${sql.ref(name)}`,
    ),
  );
  const { rows } = await sql<Row>`
    with ${dirtyDays(ranges)}, facts as ${utmRows(question, grainOf([...fields, ...asked]), ranges, where)}, pivot as (
      select ${columns}, ${utmSums(question)} from facts group by ${columns}
    ), ranked as (
      select *, row_number() over (order by ${sql.ref(query.sort)} desc, ${columns}) as place
      from pivot where leads <> 0 or sales <> 0 or revenue <> 0 or sales_amount_unknown <> 0
    ), cut as (
      select *, place <= ${query.limit} as shown from ranked
    )
    select case when grouping(shown) = 1 then 'total' when shown then 'row' else 'rest' end as kind, count(*)::int as rows,
      ${shownValues(fields)} as values, ${sums}
    from cut group by grouping sets ((), (shown, ${byShown(fields)}))
    order by min(place)`.execute(db);
  return rows;
}

/** The values of a shown row; rows beyond the limit fall into one group. */
const shownField = (field: UtmField) => sql`case when shown then ${sql.ref(field)} end`;
const byShown = (fields: UtmField[]) => sql.join(fields.map(shownField));
const shownValues = (fields: UtmField[]) => sql`array[${byShown(fields)}]`;
