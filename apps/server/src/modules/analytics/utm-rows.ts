import type { UtmField } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import { type DayRange, exactRows } from './exact-cells.ts';
import { monthRows } from './month-cells.ts';
import type { ReportQuestion } from './report-query.ts';

/** Which roll-up has these fields: the smallest one. */
export function grainOf(fields: readonly UtmField[]): 'source' | 'campaign' | 'full' {
  if (fields.every((field) => field === 'utm_source' || field === 'utm_medium')) return 'source';
  return fields.every((field) => field === 'utm_campaign') ? 'campaign' : 'full';
}

/**
 * Exact rows of leads and sales by UTM, of the fields of this grain: columns of traffic_sales_stats. Leads are those of
 * the cohort days, sales those of the asked basis. `dirtyDays` and `monthsAndDays` of the same ranges must stand before it.
 */
export function utmRows(
  question: Pick<ReportQuestion, 'basis'>,
  grain: ReturnType<typeof grainOf>,
  ranges: readonly DayRange[],
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = columnsOf(grain);
  const halves = (['cash', 'cohort'] as const).map((basis) => {
    // Leads have no product; they are stored with the cohort's rows.
    const sold = basis === question.basis ? sql`product_key is not null` : sql`false`;
    const half = basis === 'cohort' ? sql`(product_key is null or ${sold})` : sold;
    const wanted = sql`${half} and ${where}`;
    const name = `${basis}_utm` as const;
    if (grain === 'full') return sql`select * from ${exactRows(name, columns, { ranges }, wanted)} as facts`;
    const part = basis === 'cash' ? 'sales' : 'cohorts';
    const stored = sql`grain = ${sql.lit(grain)} and basis = ${sql.lit(basis)}`;
    const days = { table: 'utm_days', day: 'date', columns } as const;
    return sql`select * from ${monthRows(
      { part, months: { table: 'utm_months', columns }, days, compute: `${name}_of`, stored },
      ranges,
      wanted,
    )} as facts`;
  });
  const asked = question.basis === 'cash' ? halves : halves.slice(1);
  return sql`(${sql.join(asked, sql` union all `)})`;
}

function columnsOf(grain: ReturnType<typeof grainOf>): RawBuilder<unknown> {
  const figures = sql`team_id, product_key, leads, sales_count, total_revenue, total_revenue_usd, unknown_kzt, unknown_usd`;
  if (grain === 'source') return sql`utm_source, utm_medium, ${figures}`;
  if (grain === 'campaign') return sql`utm_campaign, ${figures}`;
  return sql`utm_source, utm_medium, utm_campaign, utm_content, utm_term, ${figures}`;
}

/** Sums of such rows, in the asked money. */
export function utmSums(question: Pick<ReportQuestion, 'currency'>): RawBuilder<unknown> {
  const of = (product: string) => sql`filter (where product_key = ${sql.lit(product)})`;
  return sql`
    coalesce(sum(leads), 0) as leads, coalesce(sum(sales_count), 0) as sales,
    coalesce(sum(sales_count) ${of('express')}, 0) as express_purchases,
    coalesce(sum(sales_count) ${of('flagman')}, 0) as flagman_purchases,
    coalesce(${revenueSum(question)}, 0) as revenue,
    coalesce(sum(${unknownOf(question)}), 0) as sales_amount_unknown`;
}

/** For `having`: whether a group has anything to show. Sums of what was refunded may be zero. */
export function anything(question: Pick<ReportQuestion, 'currency'>): RawBuilder<unknown> {
  return sql`sum(leads) <> 0 or sum(sales_count) <> 0 or ${revenueSum(question)} <> 0 or sum(${unknownOf(question)}) <> 0`;
}

/** Most rows are leads and have none: adding their zeros would be a third of the time. */
function revenueSum({ currency }: Pick<ReportQuestion, 'currency'>): RawBuilder<unknown> {
  const revenue = sql.ref(currency === 'KZT' ? 'total_revenue' : 'total_revenue_usd');
  return sql`sum(${revenue}) filter (where ${revenue} <> 0)`;
}

const unknownOf = ({ currency }: Pick<ReportQuestion, 'currency'>) =>
  sql.ref(currency === 'KZT' ? 'unknown_kzt' : 'unknown_usd');
