import { ADDITIVE_KEYS, type AdditiveKey, type Currency, METRICS } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import { addDays, type Comparison } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { type DayRange, dirtyDays, exactRows, inRanges } from './exact-cells.ts';
import type { ReportQuestion } from './report-query.ts';
import { ofTeam } from './of-team.ts';

/** Sums of the additive metrics: counts as numbers, money as decimal strings. */
export type Sums = Record<AdditiveKey, number | string> & {
  /** Ad-days that are in `spend`; those that are not are `spend_unconverted`. */
  spend_converted: number;
  spend_kzt: string;
  spend_usd: string;
};

/** Sums of all that was asked, of one team of it, or of one bucket of days; `previous` belongs to the comparison. */
export type Figure = Sums & { previous: boolean } & (
    | { by: 'total'; teamId: null; bucket: null }
    | { by: 'team'; teamId: number | null; bucket: null }
    | { by: 'bucket'; teamId: null; bucket: string }
  );

export type Bucket = 'day' | 'week' | 'month';

/** Which rows a report needs; the comparison has no buckets. A row that is not asked for is not summed. */
export type Grouping =
  | { rows: 'total' | 'teams' }
  /** `columns` are what is read of days; the rest of them is null. */
  | { rows: 'teams and days'; columns: readonly string[] }
  | { rows: 'total and buckets'; bucket: Bucket };

export type FigureQuestion = Pick<ReportQuestion, 'basis' | 'currency' | 'team'> & {
  period: DayRange;
  comparison: Comparison | null;
  grouping: Grouping;
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
 * Every additive figure of a period and of what it is compared with, in one statement. All figures of a report are
 * sums of the same cells (a team's day), so that teams and «Не распределено» make the total, and days the week, by
 * construction.
 */
export async function loadFigures(db: Db, question: FigureQuestion): Promise<Figure[]> {
  const ranges = question.comparison ? [question.period, question.comparison.period] : [question.period];
  const parts = [cleanPart(question), ...dirtyParts(question)];
  const { rows } = await sql<Figure>`
    with ${dirtyDays(ranges)}, cells as (${sql.join(parts, sql` union all `)}), placed as (
      select cells.*, day < ${question.period.start}::date as previous from cells
    )${groups(question.grouping)}`.execute(db);
  return rows;
}

/** What is summed, from `placed`. */
function groups(grouping: Grouping): RawBuilder<unknown> {
  switch (grouping.rows) {
    case 'total':
      return sql`select ${figures(sumOf)}, ${KEYS.total} from placed group by previous`;
    case 'teams':
      return sql`select ${figures(sumOf)}, ${KEYS.team} from placed group by previous, team_id`;
    case 'teams and days': {
      // Not sent: hundreds of days times what nobody reads cost more than the sums.
      const read = (column: Column, figure: RawBuilder<unknown>) =>
        grouping.columns.includes(column) ? figure : sql`case when grouping(team_id) = 0 then ${figure} end`;
      return sql`select ${figures(sumOf, read)}, previous, team_id as "teamId", day as bucket,
          case when grouping(team_id) = 0 then 'team' else 'bucket' end as by
        from placed group by previous, grouping sets ((team_id), (day))
        having not (previous and grouping(day) = 0) order by day`;
    }
    case 'total and buckets': {
      // Cells are summed once: the total from the buckets, and the compared period is one of them.
      const bucket = sql`case when not previous then ${BUCKETS[grouping.bucket]} end as bucket`;
      const sums = sql.join(COLUMNS.map((column) => sql`${sumOf(column)} as ${sql.ref(column)}`));
      return sql`, buckets as (select ${sums}, previous, ${bucket} from placed group by previous, bucket)
        select ${figures(sumOf)}, ${KEYS.total} from buckets group by previous
        union all select ${figures(sql.ref)}, ${KEYS.bucket} from buckets where not previous order by bucket`;
    }
  }
}

const KEYS = {
  total: sql`previous, null::int as "teamId", null::date as bucket, 'total' as by`,
  team: sql`previous, team_id as "teamId", null::date as bucket, 'team' as by`,
  bucket: sql`previous, null::int as "teamId", bucket, 'bucket' as by`,
};

const sumOf = (column: Column) => sql`sum(${sql.ref(column)})`;

const isMoney = (column: Column) =>
  column === 'spend_kzt' || column === 'spend_usd'
    ? true
    : column !== 'spend_converted' && METRICS[column].unit === 'money';

/** Every figure as reports read it, none as zero: counts as numbers, money as text. */
function figures(
  value: (column: Column) => RawBuilder<unknown>,
  sent: (column: Column, figure: RawBuilder<unknown>) => RawBuilder<unknown> = (_column, figure) => figure,
): RawBuilder<unknown> {
  const typed = (column: Column) =>
    isMoney(column)
      ? sql`coalesce(${value(column)}, 0)::numeric(20, 2)::text`
      : sql`coalesce(${value(column)}, 0)::float8`;
  return sql.join(COLUMNS.map((column) => sql`${sent(column, typed(column))} as ${sql.ref(column)}`));
}

/** A select with every column in the one order; what the part does not know is null, which sums ignore. */
function cells(part: Part, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const values = COLUMNS.map((column) => {
    const empty = isMoney(column) ? sql`null::numeric` : sql`null::bigint`;
    return sql`${part[column] ?? empty} as ${sql.ref(column)}`;
  });
  return sql`select day, team_id, ${sql.join(values)} from ${from} as source`;
}

/** Days without a mark, from their one row; the comparison's last day is not among them when it is cut. */
function cleanPart(question: FigureQuestion): RawBuilder<unknown> {
  const { basis } = question;
  const money = suffix(question.currency);
  const of = (name: string) => sql.ref(`${basis}_${name}`);
  const part: Part = {
    ...adPart(question),
    ...cohortPart(question, sql`leads`),
    leads: sql`leads`,
    express_persons: sql`express_persons`,
    flagman_persons: sql`flagman_persons`,
    sales: of('sales'),
    express_purchases: of('express'),
    flagman_purchases: of('flagman'),
    revenue: of(money),
    express_revenue: of(`express_${money}`),
    flagman_revenue: of(`flagman_${money}`),
    sales_amount_unknown: of(`unknown_${money}`),
  };
  const clean = sql`(
    select * from team_days where ${inRanges(sql`day`, wholeDays(question))}
      and day <> all (array(select day from dirty_any)) and ${ofTeam(question.team)})`;
  return cells(part, clean);
}

function wholeDays({ period, comparison }: FigureQuestion): DayRange[] {
  if (comparison === null) return [period];
  return [period, ...(comparison.until === null ? [comparison.period] : withoutLast(comparison.period))];
}

/** Days with a mark, by what of them is marked, and the comparison's last day up to its cut. */
function dirtyParts(question: FigureQuestion): RawBuilder<unknown>[] {
  const { period: _period, comparison, basis, team } = question;
  const where = ofTeam(team);
  const sold = sql`${where} and stage <> 'lead'`;
  const ads = cells.bind(null, adPart(question));
  const people = cells.bind(null, stagePart(question));
  const sales = cells.bind(null, salesPart(question));
  const whole = { of: sql`select day from dirty_any where ${inRanges(sql`day`, wholeDays(question))}` };
  const parts = [
    ads(exactRows('ads', sql`*`, whole, where)),
    people(exactRows('cohort', sql`*`, whole, where)),
    sales(exactRows(basis, sql`*`, whole, sold)),
  ];
  if (comparison === null || comparison.until === null) return parts;
  const { until } = comparison;
  const last = { start: comparison.period.end, end: comparison.period.end };
  const cut = (name: string, rows: RawBuilder<unknown>) =>
    sql`(select * from ${sql.raw(name)}(array[${last.end}::date], ${until}) where ${rows})`;
  return [
    ...parts,
    ads(exactRows('ads', sql`*`, { ranges: [last] }, where)),
    people(cut('cohort_funnel_of', where)),
    sales(cut(`${basis}_funnel_of`, sold)),
  ];
}

function adPart({ currency }: FigureQuestion): Part {
  const money = suffix(currency);
  return {
    spend: sql.ref(`spend_${money}`),
    spend_kzt: sql`spend_kzt`,
    spend_usd: sql`spend_usd`,
    impressions: sql`impressions`,
    clicks: sql`clicks`,
    spend_converted: sql.ref(`converted_${money}`),
    spend_unconverted: sql.ref(`unconverted_${money}`),
  };
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
function cohortPart({ currency, today }: FigureQuestion, persons: RawBuilder<unknown>): Part {
  const money = suffix(currency);
  const over = (days: number, value: RawBuilder<unknown>) =>
    sql`case when day + ${sql.lit(days)} < ${today}::date then ${value} end`;
  return {
    cohort_persons_30: over(30, persons),
    cohort_persons_90: over(90, persons),
    cohort_persons_180: over(180, persons),
    cohort_revenue_30: over(30, sql.ref(`${money}_30`)),
    cohort_revenue_90: over(90, sql.ref(`${money}_90`)),
    cohort_revenue_180: over(180, sql.ref(`${money}_180`)),
  };
}

function stagePart(question: FigureQuestion): Part {
  const leads = sql`case when stage = 'lead' then persons end`;
  return {
    ...cohortPart(question, leads),
    leads,
    express_persons: sql`case when stage = 'express' then reached end`,
    flagman_persons: sql`case when stage = 'flagman' then reached end`,
  };
}
