import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { ReportQuestion } from './report-query.ts';

/** Additive figures of one team on one business day; `teamId` null is «Не распределено». */
export type Cell = {
  teamId: number | null;
  day: string;
  spend: string;
  spend_kzt: string;
  spend_usd: string;
  impressions: number;
  clicks: number;
  /** Ad-days that are in `spend`, and those that are not because their rate is unknown. */
  spend_converted: number;
  spend_unconverted: number;
  leads: number;
  sales: number;
  express_purchases: number;
  flagman_purchases: number;
  revenue: string;
  express_revenue: string;
  flagman_revenue: string;
  sales_amount_unknown: number;
};

/**
 * The facts of a period by team and day, in one statement. Every figure of a report is a sum of these
 * cells, so teams and «Не распределено» add up to the total, and days to the period, by construction.
 *
 * Cash basis: a sale counts on its day and a reversal takes it back on the day of the reversal. Cohort
 * basis: both count on the day of the person's first lead, so a reversed sale is simply not there; a
 * sale whose person never left a lead belongs to no cohort.
 */
export async function loadCells(db: Db, question: ReportQuestion): Promise<Cell[]> {
  const { start, end } = question.period;
  const sales = question.basis === 'cash' ? cashSales(start, end) : cohortSales(start, end);
  const usd = question.currency === 'USD';
  // Money of a day without a rate is unknown: the row is counted as such instead of being summed.
  const spendUsd = sql`case when s.currency = 'USD' then s.spend else round(s.spend_kzt / r.rate, 2) end`;
  const spend = usd ? spendUsd : sql`s.spend_kzt`;
  const amount = usd
    ? sql`case when e.currency = 'USD' then e.sale_amount when e.currency = 'KZT' then round(e.sale_amount / r.rate, 2) end`
    : sql`case when e.currency = 'KZT' then e.sale_amount when e.currency = 'USD' then round(e.sale_amount * r.rate, 2) end`;
  const result = await sql<Cell>`
    with spend as (
      select s.team_id, s.day, sum(${spend}) as spend, sum(s.spend_kzt) as spend_kzt, sum(${spendUsd}) as spend_usd,
        sum(s.impressions) as impressions, sum(s.clicks) as clicks,
        count(*) filter (where ${spend} is null) as spend_unconverted, count(${spend}) as spend_converted
      from traffic_stats s
      left join exchange_rates r on r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = s.day
      where s.day between ${start} and ${end} and ${ofTeam(question, sql`s.team_id`)}
      group by 1, 2
    ), leads as (
      select team_id, business_day as day, count(*) as leads
      from traffic_leads
      where is_first and business_day between ${start} and ${end} and ${ofTeam(question, sql`team_id`)}
      group by 1, 2
    ), entries as (${sales}), sales as (
      select e.team_id, e.day, sum(e.sign) as sales,
        sum(e.sign) filter (where e.product_key = 'express') as express_purchases,
        sum(e.sign) filter (where e.product_key = 'flagman') as flagman_purchases,
        sum(e.sign * ${amount}) as revenue,
        sum(e.sign * ${amount}) filter (where e.product_key = 'express') as express_revenue,
        sum(e.sign * ${amount}) filter (where e.product_key = 'flagman') as flagman_revenue,
        sum(e.sign) filter (where ${amount} is null) as sales_amount_unknown
      from entries e
      left join exchange_rates r on r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = e.sale_day
      where ${ofTeam(question, sql`e.team_id`)}
      group by 1, 2
    ), keys as (
      select team_id, day from spend union select team_id, day from leads union select team_id, day from sales
    )
    select k.team_id as "teamId", k.day,
      coalesce(spend.spend, 0)::numeric(20, 2)::text as spend,
      coalesce(spend.spend_kzt, 0)::numeric(20, 2)::text as spend_kzt,
      coalesce(spend.spend_usd, 0)::numeric(20, 2)::text as spend_usd,
      coalesce(spend.impressions, 0)::float8 as impressions, coalesce(spend.clicks, 0)::float8 as clicks,
      coalesce(spend.spend_unconverted, 0)::int as spend_unconverted,
      coalesce(spend.spend_converted, 0)::int as spend_converted, coalesce(leads.leads, 0)::int as leads,
      coalesce(sales.sales, 0)::int as sales, coalesce(sales.express_purchases, 0)::int as express_purchases,
      coalesce(sales.flagman_purchases, 0)::int as flagman_purchases,
      coalesce(sales.revenue, 0)::numeric(20, 2)::text as revenue,
      coalesce(sales.express_revenue, 0)::numeric(20, 2)::text as express_revenue,
      coalesce(sales.flagman_revenue, 0)::numeric(20, 2)::text as flagman_revenue,
      coalesce(sales.sales_amount_unknown, 0)::int as sales_amount_unknown
    from keys k
    left join spend on spend.team_id is not distinct from k.team_id and spend.day = k.day
    left join leads on leads.team_id is not distinct from k.team_id and leads.day = k.day
    left join sales on sales.team_id is not distinct from k.team_id and sales.day = k.day
    order by k.day, k.team_id nulls last`.execute(db);
  return result.rows;
}

function ofTeam(question: ReportQuestion, column: RawBuilder<unknown>): RawBuilder<unknown> {
  if (question.team.kind === 'all') return sql`true`;
  if (question.team.kind === 'unattributed') return sql`${column} is null`;
  return sql`${column} = ${question.team.team.id}`;
}

const ENTRY = sql`s.team_id, s.product_key, s.sale_amount, s.currency, s.sale_day`;

function cashSales(start: string, end: string): RawBuilder<unknown> {
  return sql`
    select ${ENTRY}, s.sale_day as day, 1 as sign from all_sales_tracking s
    where s.sale_day between ${start} and ${end}
    union all
    select ${ENTRY}, s.reversal_day as day, -1 as sign from all_sales_tracking s
    where s.reversal_day between ${start} and ${end}`;
}

function cohortSales(start: string, end: string): RawBuilder<unknown> {
  return sql`
    select ${ENTRY}, l.business_day as day, 1 as sign
    from all_sales_tracking s join traffic_leads l on l.person_id = s.person_id and l.is_first
    where l.business_day between ${start} and ${end} and s.reversed_at is null`;
}
