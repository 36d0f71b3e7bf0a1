/** What is asked of the big data, with the acceptance limit of its p95, and the same figures straight from raw rows. */
export type Question = { name: string; path: string; limitMs: number; raw?: string };

const PERIODS = [
  { name: '30 days', start: '2026-10-22', end: '2026-11-20' },
  { name: '365 days', start: '2025-11-21', end: '2026-11-20' },
] as const;
type Period = (typeof PERIODS)[number];
const BASES = ['cash', 'cohort'] as const;

/** Day x team straight from the facts, in SQL that PostgreSQL and DuckDB both understand. */
function rawCells({ start, end }: Period, basis: (typeof BASES)[number]): string {
  const sold =
    basis === 'cash'
      ? `select sale_day as day, team_id, product_key, sale_amount, 1 as sign from all_sales_tracking where sale_day between '${start}' and '${end}'
         union all
         select reversal_day, team_id, product_key, sale_amount, -1 from all_sales_tracking where reversal_day between '${start}' and '${end}'`
      : `select l.business_day as day, s.team_id, s.product_key, s.sale_amount, 1 as sign
         from all_sales_tracking s join traffic_leads l on l.person_id = s.person_id and l.is_first
         where s.reversed_at is null and l.business_day between '${start}' and '${end}'`;
  return `
    with spend as (
      select day, team_id, sum(spend_kzt) as spend, sum(impressions) as impressions, sum(clicks) as clicks
      from traffic_stats where day between '${start}' and '${end}' group by 1, 2
    ), leads as (
      select business_day as day, team_id, count(*) as leads
      from traffic_leads where is_first and business_day between '${start}' and '${end}' group by 1, 2
    ), sales as (
      select day, team_id, sum(sign) as sales, sum(sign * sale_amount) as revenue from (${sold}) e group by 1, 2
    )
    select day, team_id, sum(spend), sum(impressions), sum(clicks), sum(leads), sum(sales), sum(revenue) from (
      select day, team_id, spend, impressions, clicks, 0 as leads, 0 as sales, 0 as revenue from spend
      union all select day, team_id, 0, 0, 0, leads, 0, 0 from leads
      union all select day, team_id, 0, 0, 0, 0, sales, revenue from sales) c
    group by 1, 2`;
}

const rawCampaigns = ({ start, end }: Period) => `
  select campaign_id, sum(spend_kzt), sum(impressions), sum(clicks) from traffic_stats
  where day between '${start}' and '${end}' group by 1`;

const rawUtm = ({ start, end }: Period) => `
  select l.utm_source, l.utm_medium, count(*) from traffic_leads t join landing_leads l on l.id = t.source_id
  where t.is_first and t.business_day between '${start}' and '${end}' group by 1, 2`;

const rawCohorts = ({ start, end }: Period) => `
  select date_trunc('month', l.business_day), s.sale_day - l.business_day, count(*), sum(s.sale_amount)
  from traffic_leads l join all_sales_tracking s on s.person_id = l.person_id and s.reversed_at is null
  where l.is_first and l.business_day between '${start}' and '${end}' group by 1, 2`;

type Asked = {
  name: string;
  path: string;
  limitMs: number;
  raw?: (period: Period, basis: 'cash' | 'cohort') => string;
};

const ASKED: readonly Asked[] = [
  { name: 'overview', path: 'overview?', limitMs: 50, raw: rawCells },
  { name: 'overview of a team', path: 'overview?team=kenesary&', limitMs: 50 },
  { name: 'trend by day', path: 'trend?group=day&', limitMs: 50, raw: rawCells },
  { name: 'trend by week', path: 'trend?group=week&', limitMs: 50 },
  { name: 'funnel', path: 'funnel?', limitMs: 100 },
  { name: 'cohorts by month', path: 'cohorts?by=month&', limitMs: 150, raw: rawCohorts },
  { name: 'cohorts by week', path: 'cohorts?by=week&', limitMs: 150 },
  { name: 'campaigns', path: 'ads?level=campaign&', limitMs: 80, raw: rawCampaigns },
  { name: 'ads of a campaign', path: 'ads?level=ad&parent=camp640&', limitMs: 80 },
  { name: 'UTM by source, medium', path: 'utm?by=utm_source,utm_medium&', limitMs: 80, raw: rawUtm },
  { name: 'UTM by campaign', path: 'utm?by=utm_campaign&', limitMs: 80 },
  { name: 'UTM by source, content', path: 'utm?by=utm_source,utm_content&', limitMs: 80 },
  {
    name: 'UTM by source, content, most leads',
    path: 'utm?by=utm_source,utm_content&sort=leads&',
    limitMs: 80,
  },
  { name: 'leads, first page', path: 'leads?', limitMs: 120 },
  { name: 'leads of a team', path: 'leads?team=kenesary&', limitMs: 120 },
  { name: 'leads, a name', path: `leads?search=${encodeURIComponent('айгерим ким')}&`, limitMs: 120 },
  { name: 'leads, a common name', path: `leads?search=${encodeURIComponent('айгерим')}&`, limitMs: 120 },
  { name: 'leads, a phone', path: `leads?search=${encodeURIComponent('8 700 001 23')}&`, limitMs: 120 },
  { name: 'sales, first page', path: 'sales?', limitMs: 120 },
  { name: 'sales, a name', path: `sales?search=${encodeURIComponent('данияр')}&`, limitMs: 120 },
  { name: 'sales, a deal', path: 'sales?search=50001234&', limitMs: 120 },
];

export const QUESTIONS: readonly Question[] = ASKED.flatMap(({ name, path, limitMs, raw }) =>
  PERIODS.flatMap((period) =>
    BASES.map((basis) => ({
      name: `${name}, ${period.name}, ${basis}`,
      path: `/api/v1/${path}start=${period.start}&end=${period.end}&basis=${basis}`,
      limitMs,
      ...(raw === undefined ? {} : { raw: raw(period, basis) }),
    })),
  ),
);
