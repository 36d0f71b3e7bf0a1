import type { CohortsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { addDays, bucketEnd, bucketStart, businessDayOf, daysBetween } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { ratio, sumMoney } from '../../platform/money.ts';
import { dirtyDays, exactRows } from './exact-cells.ts';
import { ofTeam } from './of-team.ts';
import { paybackDay, timeToPayment } from './cohort-math.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { type Known, knownSources } from './to-metrics.ts';

/** What people of one cohort paid, by their age in days. */
export type AgeRow = {
  cohort: string;
  age: number;
  first_payers: number;
  sales: number;
  revenue: string;
  unknown: number;
};
type SizeRow = {
  cohort: string;
  persons: number;
  spend: string;
  converted: number;
  unconverted: number;
  persons_30: number;
  persons_90: number;
  persons_180: number;
  revenue_30: string;
  revenue_90: string;
  revenue_180: string;
};
type By = 'week' | 'month';

const LTV_DAYS = [30, 90, 180] as const;
/** Steps of age shown: a year of months, half a year of weeks. */
const STEPS = { week: { days: 7, shown: 26 }, month: { days: 30, shown: 12 } } as const;

/** Cohorts of first leads of the period, oldest first; always by the day of the lead, whatever the basis asked. */
export async function cohorts(deps: ReportDeps, question: ReportQuestion, by: By): Promise<CohortsResponse> {
  const today = businessDayOf(deps.clock.now(), question.period.timezone);
  const [head, sizes, ages] = await Promise.all([
    envelope(deps, question),
    loadSizes(deps.db, question, by, today),
    loadAges(deps.db, question, by),
  ]);
  const known = knownSources(head.sources);
  const agesOf = Map.groupBy(ages, (row) => row.cohort);
  return {
    ...head,
    by,
    cohorts: sizes.map((size) => {
      const start = size.cohort < question.period.start ? question.period.start : size.cohort;
      const last = bucketEnd(size.cohort, by);
      const end = last > question.period.end ? question.period.end : last;
      return describe({ size, ages: agesOf.get(size.cohort) ?? [], start, end, by, today, known });
    }),
    time_to_payment: timeToPayment(ages),
  };
}

type Cohort = CohortsResponse['cohorts'][number];
type Described = {
  size: SizeRow;
  ages: AgeRow[];
  start: string;
  end: string;
  by: By;
  today: string;
  known: Known;
};

function describe({ size, ages, start, end, by, today, known }: Described): Cohort {
  const unknownSpend = !known.meta || (size.unconverted > 0 && size.converted === 0);
  const spend = unknownSpend ? null : size.spend;
  const revenue = sumMoney(ages.map((row) => row.revenue));
  const after = ages.filter((row) => row.age >= 0);
  return {
    start,
    end,
    persons: known.landing ? size.persons : null,
    payers: ages.reduce((sum, row) => sum + row.first_payers, 0),
    spend,
    revenue,
    revenue_before_lead: sumMoney(ages.filter((row) => row.age < 0).map((row) => row.revenue)),
    sales_amount_unknown: ages.reduce((sum, row) => sum + row.unknown, 0),
    roas: spend === null ? null : ratio(revenue, spend, { decimals: 4 }),
    payback_day: spend === null ? null : paybackDay(after, spend),
    ltv: LTV_DAYS.map((days) => ({
      days,
      value: ratio(size[`revenue_${days}`], String(size[`persons_${days}`])),
      n: size[`persons_${days}`],
      of: size.persons,
    })),
    cells: cellsOf(after, { start, end, by, today }),
  };
}

/** A cell per step of age up to today; null once even the oldest member is not that old yet. */
function cellsOf(
  ages: AgeRow[],
  { start, end, by, today }: Pick<Described, 'start' | 'end' | 'by' | 'today'>,
): Cohort['cells'] {
  const { days, shown } = STEPS[by];
  let cumulative = '0.00';
  return Array.from({ length: shown }, (_, age) => {
    if (addDays(start, age * days) > today) return null;
    const rows = ages.filter((row) => Math.floor(row.age / days) === age);
    const revenue = sumMoney(rows.map((row) => row.revenue));
    cumulative = sumMoney([cumulative, revenue]);
    const finished = daysBetween(end, today) >= (age + 1) * days;
    return { age, finished, sales: rows.reduce((sum, row) => sum + row.sales, 0), revenue, cumulative };
  });
}

const COHORT = {
  week: sql`date_trunc('week', day)::date`,
  month: sql`date_trunc('month', day)::date`,
} as const;

/** People, spend and finished LTV of every cohort of the period, those without anybody included. */
async function loadSizes(db: Db, question: ReportQuestion, by: By, today: string): Promise<SizeRow[]> {
  const ranges = [question.period];
  const where = ofTeam(question.team);
  const money = question.currency.toLowerCase();
  const sums = LTV_DAYS.flatMap((days) => {
    const over = sql`filter (where day + ${sql.lit(days)} < ${today}::date)`;
    return [
      sql`coalesce(sum(persons) ${over}, 0)::float8 as ${sql.ref(`persons_${days}`)}`,
      sql`coalesce(sum(${sql.ref(`paid_${days}`)}) ${over}, 0)::numeric(20, 2)::text as ${sql.ref(`revenue_${days}`)}`,
    ];
  });
  const paid = LTV_DAYS.map((days) => sql`${sql.ref(`${money}_${days}`)} as ${sql.ref(`paid_${days}`)}`);
  const { rows } = await sql<SizeRow>`
    with ${dirtyDays(ranges)}, cells as (
      select day, case when stage = 'lead' then persons end as persons, ${sql.join(paid)}, null::numeric as spend,
        null::int as converted, null::int as unconverted
      from ${exactRows('cohort', sql`*`, { ranges }, where)} as c
      union all
      select day, null, null, null, null, ${sql.ref(`spend_${money}`)}, ${sql.ref(`converted_${money}`)}, ${sql.ref(`unconverted_${money}`)}
      from ${exactRows('ads', sql`*`, { ranges }, where)} as a
      union all
      select d::date, null, null, null, null, null, null, null
      from generate_series(${bucketStart(question.period.start, by)}::date, ${question.period.end}::date, '1 day') as d
    )
    select ${COHORT[by]} as cohort, coalesce(sum(persons), 0)::float8 as persons, coalesce(sum(spend), 0)::numeric(20, 2)::text as spend,
      coalesce(sum(converted), 0)::float8 as converted, coalesce(sum(unconverted), 0)::float8 as unconverted, ${sql.join(sums)}
    from cells group by 1 order by 1`.execute(db);
  return rows;
}

async function loadAges(db: Db, question: ReportQuestion, by: By): Promise<AgeRow[]> {
  const ranges = [question.period];
  const money = question.currency.toLowerCase();
  const { rows } = await sql<AgeRow>`
    with ${dirtyDays(ranges)}
    select ${COHORT[by]} as cohort, age_days as age, sum(first_payers)::int as first_payers, sum(sales)::int as sales,
      sum(${sql.ref(`revenue_${money}`)})::numeric(20, 2)::text as revenue, sum(${sql.ref(`unknown_${money}`)})::int as unknown
    from ${exactRows('ages', sql`*`, { ranges }, ofTeam(question.team))} as source
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
