import { type RawBuilder, sql } from 'kysely';

/** Inclusive business days, as roll-ups are read. */
export type DayRange = { start: string; end: string };

/**
 * Roll-ups as of this statement: clean days from the tables, days with a mark computed from the facts by the same
 * definition. A report is therefore exact whether or not the loop has come by; the loop only makes it fast.
 * `WITH` clauses that name the marked days of the asked ranges, for the readers below.
 */
export function dirtyDays(ranges: readonly DayRange[]): RawBuilder<unknown> {
  const of = (source: RawBuilder<unknown>) =>
    sql`as materialized (select day from ${source} as d (day) where ${inRanges(sql`day`, ranges)})`;
  return sql`
    dirty_ads ${of(sql`dirty_ad_days()`)},
    dirty_sales ${of(sql`dirty_sale_days()`)},
    dirty_cohorts ${of(sql`dirty_cohort_days()`)}`;
}

type Source = {
  table: string;
  compute: string;
  dirty: string;
  day?: string;
  basis?: 'cash' | 'cohort';
};

const SOURCES = {
  ads: { table: 'ad_team_days', compute: 'ad_team_days_of', dirty: 'dirty_ads' },
  campaigns: { table: 'campaign_days', compute: 'campaign_days_of', dirty: 'dirty_ads' },
  cash: { table: 'funnel_analytics', compute: 'cash_funnel_of', dirty: 'dirty_sales', basis: 'cash' },
  cohort: { table: 'funnel_analytics', compute: 'cohort_funnel_of', dirty: 'dirty_cohorts', basis: 'cohort' },
  ages: { table: 'cohort_analytics', compute: 'cohort_analytics_of', dirty: 'dirty_cohorts' },
  cash_utm: {
    table: 'traffic_sales_stats',
    compute: 'cash_utm_of',
    dirty: 'dirty_sales',
    day: 'date',
    basis: 'cash',
  },
  cohort_utm: {
    table: 'traffic_sales_stats',
    compute: 'cohort_utm_of',
    dirty: 'dirty_cohorts',
    day: 'date',
    basis: 'cohort',
  },
} as const satisfies Record<string, Source>;

/**
 * A subquery with the exact rows of a roll-up.
 * @param columns what of it is read; the fewer, the faster
 * @param where narrows the rows, such as to a team
 */
export function exactRows(
  name: keyof typeof SOURCES,
  columns: RawBuilder<unknown>,
  ranges: readonly DayRange[],
  where: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const source: Source = SOURCES[name];
  const day = sql.ref(source.day ?? 'day');
  const basis = source.basis === undefined ? sql`true` : sql`basis = ${sql.lit(source.basis)}`;
  const dirty = sql.ref(source.dirty);
  return sql`(
    select ${columns} from ${sql.table(source.table)}
    where ${basis} and ${inRanges(day, ranges)} and ${day} <> all (array(select day from ${dirty})) and ${where}
    union all
    select ${columns} from ${sql.raw(source.compute)}(array(select day from ${dirty})) where ${where}
  )`;
}

export function inRanges(column: RawBuilder<unknown>, ranges: readonly DayRange[]): RawBuilder<unknown> {
  if (ranges.length === 0) return sql`false`;
  return sql`(${sql.join(
    ranges.map(({ start, end }) => sql`${column} between ${start}::date and ${end}::date`),
    sql` or `,
  )})`;
}
