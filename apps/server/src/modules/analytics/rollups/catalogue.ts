import { sql } from 'kysely';

/** What a change of facts marks, in days; `rate` and `person` marks mean days of these. */
export type Mark = 'ads' | 'sales' | 'cohort';

/**
 * A derived table (or its half of one basis): the days of `mark` are replaced by what `compute` says of them.
 * The SQL functions are in the migrations and are the roll-ups' only definition.
 */
export type Rollup = {
  /** `any`: made of the other roll-ups, after them, on any mark. */
  mark: Mark | 'any';
  table: string;
  /** Its column of days; of whole months, `month` is their first day. */
  day: 'day' | 'date' | 'month';
  basis: 'cash' | 'cohort' | null;
  compute: string;
};

export const ROLLUPS: readonly Rollup[] = [
  { mark: 'ads', table: 'ad_team_days', day: 'day', basis: null, compute: 'ad_team_days_of' },
  { mark: 'ads', table: 'campaign_days', day: 'day', basis: null, compute: 'campaign_days_of' },
  { mark: 'ads', table: 'campaign_months', day: 'month', basis: null, compute: 'campaign_months_of' },
  { mark: 'sales', table: 'funnel_analytics', day: 'day', basis: 'cash', compute: 'cash_funnel_of' },
  { mark: 'sales', table: 'traffic_sales_stats', day: 'date', basis: 'cash', compute: 'cash_utm_of' },
  { mark: 'cohort', table: 'funnel_analytics', day: 'day', basis: 'cohort', compute: 'cohort_funnel_of' },
  { mark: 'cohort', table: 'cohort_analytics', day: 'day', basis: null, compute: 'cohort_analytics_of' },
  { mark: 'cohort', table: 'traffic_sales_stats', day: 'date', basis: 'cohort', compute: 'cohort_utm_of' },
  { mark: 'sales', table: 'utm_days', day: 'date', basis: 'cash', compute: 'cash_utm_days_of' },
  { mark: 'cohort', table: 'utm_days', day: 'date', basis: 'cohort', compute: 'cohort_utm_days_of' },
  { mark: 'sales', table: 'utm_months', day: 'month', basis: 'cash', compute: 'cash_utm_months_of' },
  { mark: 'cohort', table: 'utm_months', day: 'month', basis: 'cohort', compute: 'cohort_utm_months_of' },
  { mark: 'any', table: 'team_days', day: 'day', basis: null, compute: 'team_days_of' },
];

/** The days as the roll-up has them: themselves, or the first days of their months, once each. */
export function keysOf({ day: column }: Rollup, days: readonly string[]): string[] {
  return column === 'month' ? [...new Set(days.map((day) => `${day.slice(0, 7)}-01`))] : [...days];
}

/** The rows of a roll-up, of its basis only. */
export function rowsOf(rollup: Rollup) {
  const half = rollup.basis === null ? sql`true` : sql`basis = ${sql.lit(rollup.basis)}`;
  return sql`from ${sql.table(rollup.table)} where ${half}`;
}

/** Calls the roll-up's definition for `days`, an expression of type date[]. */
export function freshRows(rollup: Rollup, days: string[]) {
  return sql`from ${sql.raw(rollup.compute)}(${days}::date[])`;
}
