import { type RawBuilder, sql } from 'kysely';

/** Inclusive business days. */
export type DayRange = { start: string; end: string };

/** Which days of a roll-up are read: those of ranges, or those of a query of one column `day`. */
export type Days = { ranges: readonly DayRange[] } | { of: RawBuilder<unknown> };

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
    dirty_cohorts ${of(sql`dirty_cohort_days()`)},
    dirty_any as materialized (select day from dirty_ads union select day from dirty_sales union select day from dirty_cohorts)`;
}

type Source = {
  table: string;
  compute: string;
  dirty: string;
  day?: string;
  basis?: 'cash' | 'cohort';
};

const utm = { table: 'traffic_sales_stats', day: 'date' } as const;
const SOURCES = {
  ads: { table: 'ad_team_days', compute: 'ad_team_days_of', dirty: 'dirty_ads' },
  cash: { table: 'funnel_analytics', compute: 'cash_funnel_of', dirty: 'dirty_sales', basis: 'cash' },
  cohort: { table: 'funnel_analytics', compute: 'cohort_funnel_of', dirty: 'dirty_cohorts', basis: 'cohort' },
  ages: { table: 'cohort_analytics', compute: 'cohort_analytics_of', dirty: 'dirty_cohorts' },
  cash_utm: { ...utm, compute: 'cash_utm_of', dirty: 'dirty_sales', basis: 'cash' },
  cohort_utm: { ...utm, compute: 'cohort_utm_of', dirty: 'dirty_cohorts', basis: 'cohort' },
} as const satisfies Record<string, Source>;

/**
 * A subquery with the exact rows of a roll-up; `dirtyDays` of the same days must stand before it.
 * @param columns what of it is read; the fewer, the faster
 * @param where narrows the rows, such as to a team
 */
export function exactRows(
  name: keyof typeof SOURCES,
  columns: RawBuilder<unknown>,
  days: Days,
  where: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const source: Source = SOURCES[name];
  const day = sql.ref(source.day ?? 'day');
  const basis = source.basis === undefined ? sql`true` : sql`basis = ${sql.lit(source.basis)}`;
  const asked = 'ranges' in days ? inRanges(day, days.ranges) : sql`${day} = any (array(${days.of}))`;
  const marked =
    'ranges' in days
      ? sql`select day from ${sql.ref(source.dirty)} where ${inRanges(sql`day`, days.ranges)}`
      : sql`select day from ${sql.ref(source.dirty)} intersect ${days.of}`;
  return sql`(
    select ${columns} from ${sql.table(source.table)}
    where ${basis} and ${asked} and ${day} <> all (array(${marked})) and ${where}
    union all
    select ${columns} from ${sql.raw(source.compute)}(array(${marked})) where ${where}
  )`;
}

export function inRanges(column: RawBuilder<unknown>, ranges: readonly DayRange[]): RawBuilder<unknown> {
  if (ranges.length === 0) return sql`false`;
  const asked = ranges.map(({ start, end }) => sql`${column} between ${start}::date and ${end}::date`);
  return sql`(${sql.join(asked, sql` or `)})`;
}
