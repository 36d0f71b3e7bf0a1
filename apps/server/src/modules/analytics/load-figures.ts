import { ADDITIVE_KEYS, type AdditiveKey, type Currency, METRICS } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import { addDays, type Comparison } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { type DayRange, dirtyDays, exactRows } from './exact-cells.ts';
import type { ReportQuestion } from './report-query.ts';
import { ofTeam } from './of-team.ts';

/** Sums of the additive metrics: counts as numbers, money as decimal strings. */
export type Sums = Record<AdditiveKey, number | string> & {
  /** Ad-days that are in `spend`; those that are not are `spend_unconverted`. */
  spend_converted: number;
  spend_kzt: string;
  spend_usd: string;
};

/** Sums of one team, or of one bucket of days; `previous` belongs to the comparison. */
export type Figure = Sums & { previous: boolean } & (
    | { by: 'team'; teamId: number | null; bucket: null }
    | { by: 'bucket'; teamId: null; bucket: string }
  );

export type Bucket = 'day' | 'week' | 'month';

export type FigureQuestion = Pick<ReportQuestion, 'basis' | 'currency' | 'team'> & {
  period: DayRange;
  comparison: Comparison | null;
  bucket: Bucket;
  /** The running business day: a cohort is complete when its N days are over. */
  today: string;
};

const BUCKETS = {
  day: sql`day`,
  week: sql`date_trunc('week', day)::date`,
  month: sql`date_trunc('month', day)::date`,
} as const;

const EXTRA = ['spend_converted', 'spend_kzt', 'spend_usd'] as const;
const COLUMNS = [...ADDITIVE_KEYS, ...EXTRA] as const;
type Column = (typeof COLUMNS)[number];
type Part = Partial<Record<Column, RawBuilder<unknown>>>;

/**
 * Every additive figure of a period and of what it is compared with, by team and by bucket of days, in one
 * statement. All figures of a report are sums of the same cells (a team's day), so that teams and «Не распределено»
 * make the total, and days the week, by construction.
 */
export async function loadFigures(db: Db, question: FigureQuestion): Promise<Figure[]> {
  const ranges = question.comparison ? [question.period, question.comparison.period] : [question.period];
  const parts = [adPart(question, ranges), ...factParts(question)];
  const { rows } = await sql<Figure>`
    with ${dirtyDays(ranges)}, cells as (${sql.join(parts, sql` union all `)}), placed as (
      select cells.*, day < ${question.period.start}::date as previous, ${BUCKETS[question.bucket]} as bucket from cells
    )
    select ${sql.join(COLUMNS.map(total))}, previous, team_id as "teamId", bucket,
      case when grouping(team_id) = 0 then 'team' else 'bucket' end as by
    from placed group by previous, grouping sets ((team_id), (bucket))
    order by bucket`.execute(db);
  return rows;
}

const isMoney = (column: Column) =>
  column === 'spend_kzt' || column === 'spend_usd'
    ? true
    : column !== 'spend_converted' && METRICS[column].unit === 'money';

function total(column: Column): RawBuilder<unknown> {
  const sum = sql`coalesce(sum(${sql.ref(column)}), 0)`;
  const typed = isMoney(column) ? sql`${sum}::numeric(20, 2)::text` : sql`${sum}::float8`;
  return sql`${typed} as ${sql.ref(column)}`;
}

/** A select with every column in the one order; what the part does not know is null, which sums ignore. */
function cells(part: Part, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const values = COLUMNS.map((column) => {
    const empty = isMoney(column) ? sql`null::numeric` : sql`null::bigint`;
    return sql`${part[column] ?? empty} as ${sql.ref(column)}`;
  });
  return sql`select day, team_id, ${sql.join(values)} from ${from} as source`;
}

function adPart(question: FigureQuestion, ranges: DayRange[]): RawBuilder<unknown> {
  const money = suffix(question.currency);
  const rows = exactRows('ads', sql`*`, ranges, ofTeam(question.team));
  const part: Part = {
    spend: sql.ref(`spend_${money}`),
    spend_kzt: sql`spend_kzt`,
    spend_usd: sql`spend_usd`,
    impressions: sql`impressions`,
    clicks: sql`clicks`,
    spend_converted: sql.ref(`converted_${money}`),
    spend_unconverted: sql.ref(`unconverted_${money}`),
  };
  return cells(part, rows);
}

/** Leads and sales; the last day of the comparison is computed up to its cut. */
function factParts(question: FigureQuestion): RawBuilder<unknown>[] {
  const { period, comparison } = question;
  const until = comparison?.until ?? null;
  const before =
    comparison === null ? [] : until === null ? [comparison.period] : withoutLast(comparison.period);
  const ranges = [period, ...before];
  const where = ofTeam(question.team);
  const money = salesPart(question);
  const parts = [
    cells(cohortPart(question), exactRows('cohort', sql`*`, ranges, where)),
    cells(money, exactRows(question.basis, sql`*`, ranges, sql`${where} and stage <> 'lead'`)),
  ];
  if (comparison === null || until === null) return parts;
  const cut = (compute: string, extra: RawBuilder<unknown>) => sql`(
    select * from ${sql.raw(compute)}(array[${comparison.period.end}::date], ${until}) where ${where} and ${extra})`;
  parts.push(cells(cohortPart(question), cut('cohort_funnel_of', sql`true`)));
  parts.push(cells(money, cut(`${question.basis}_funnel_of`, sql`stage <> 'lead'`)));
  return parts;
}

function withoutLast({ start, end }: DayRange): DayRange[] {
  return start === end ? [] : [{ start, end: addDays(end, -1) }];
}

const suffix = (currency: Currency) => currency.toLowerCase();

function salesPart({ currency }: FigureQuestion): Part {
  const money = suffix(currency);
  const revenue = sql.ref(`revenue_${money}`);
  const of = (product: string, value: RawBuilder<unknown>) =>
    sql`case when stage = ${sql.lit(product)} then ${value} end`;
  return {
    sales: sql`sales`,
    express_purchases: of('express', sql`sales`),
    flagman_purchases: of('flagman', sql`sales`),
    revenue,
    express_revenue: of('express', revenue),
    flagman_revenue: of('flagman', revenue),
    sales_amount_unknown: sql.ref(`unknown_${money}`),
  };
}

/** Always by the day of the first lead, whatever the basis of the money. */
function cohortPart({ currency, today }: FigureQuestion): Part {
  const money = suffix(currency);
  const isLead = sql`stage = 'lead'`;
  const over = (days: number) => sql`day + ${sql.lit(days)} < ${today}::date`;
  const persons = (days: number) => sql`case when ${isLead} and ${over(days)} then persons end`;
  const revenue = (days: number) => sql`case when ${over(days)} then ${sql.ref(`${money}_${days}`)} end`;
  return {
    leads: sql`case when ${isLead} then persons end`,
    express_persons: sql`case when stage = 'express' then reached end`,
    flagman_persons: sql`case when stage = 'flagman' then reached end`,
    cohort_persons_30: persons(30),
    cohort_persons_90: persons(90),
    cohort_persons_180: persons(180),
    cohort_revenue_30: revenue(30),
    cohort_revenue_90: revenue(90),
    cohort_revenue_180: revenue(180),
  };
}
