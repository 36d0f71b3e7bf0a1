import type { RuleRunSummary } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { sumMoney } from '../../platform/money.ts';

type Flow = {
  from_id: number | null;
  to_id: number | null;
  what: 'sale' | 'lead' | 'spend';
  rows: number;
  money: string;
  unknown: number;
};

type Summary = z.infer<typeof RuleRunSummary>;
type Side = Summary['teams'][number]['before'];

/**
 * What a run moves, over the whole history: unreversed sales and their revenue, persons by their first lead,
 * and spend, of each team before and after. Money is in tenge; what has no amount or no rate is counted beside.
 * Both sides come from one statement, so they differ by the staged moves and by nothing else.
 */
export async function summariseRun(db: Db, runId: string): Promise<Summary> {
  const flows = await loadFlows(db, runId);
  const teams = await db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color'])
    .execute();
  const moved = { sales: 0, leads: 0, ad_days: 0 };
  for (const { what, from_id, to_id, rows } of flows)
    if (from_id !== to_id) moved[what === 'sale' ? 'sales' : what === 'lead' ? 'leads' : 'ad_days'] += rows;
  return {
    moved,
    teams: [...teams, null]
      .map((team) => ({
        team,
        before: sideOf(flows.filter((flow) => flow.from_id === (team?.id ?? null))),
        after: sideOf(flows.filter((flow) => flow.to_id === (team?.id ?? null))),
      }))
      .sort((a, b) => (a.team?.id ?? Infinity) - (b.team?.id ?? Infinity)),
  };
}

/** How much goes from each team to each, staying included. Sums are exact: numeric in, text out. */
async function loadFlows(db: Db, runId: string): Promise<Flow[]> {
  const amount = sql`case when s.currency = 'KZT' then s.sale_amount
    when s.currency = 'USD' then round(s.sale_amount * r.rate, 2) end`;
  const { rows } = await sql<Flow>`
    select 'sale' as what, s.team_id as from_id, case when m.fact_id is null then s.team_id else m.to_team_id end as to_id,
      count(*)::int as rows, coalesce(sum(${amount}), 0)::numeric(20, 2)::text as money,
      (count(*) - count(${amount}))::int as unknown
    from all_sales_tracking s
    left join rule_moves m on m.run_id = ${runId} and m.kind = 'sale' and m.fact_id = s.id
    left join exchange_rates r on r.currency = s.currency and r.quote = 'KZT' and r.rate_date = s.sale_day
    where s.reversed_at is null group by 2, 3
    union all
    select 'lead', l.team_id, case when m.fact_id is null then l.team_id else m.to_team_id end, count(*)::int, '0.00', 0
    from traffic_leads l
    left join rule_moves m on m.run_id = ${runId} and m.kind = 'lead' and m.fact_id = l.id
    where l.is_first group by 2, 3
    union all
    select 'spend', s.team_id, case when m.run_id is null then s.team_id else m.to_team_id end, count(*)::int,
      coalesce(sum(s.spend_kzt), 0)::numeric(20, 2)::text, (count(*) - count(s.spend_kzt))::int
    from traffic_stats s
    left join rule_spend_moves m
      on m.run_id = ${runId} and m.account_id = s.account_id and m.ad_id = s.ad_id and m.day = s.day
    group by 2, 3`.execute(db);
  return rows;
}

function sideOf(flows: readonly Flow[]): Side {
  const of = (what: Flow['what']) => flows.filter((flow) => flow.what === what);
  const count = (what: Flow['what'], field: 'rows' | 'unknown') =>
    of(what).reduce((total, flow) => total + flow[field], 0);
  return {
    sales: count('sale', 'rows'),
    revenue: sumMoney(of('sale').map((flow) => flow.money)),
    sales_amount_unknown: count('sale', 'unknown'),
    leads: count('lead', 'rows'),
    spend: sumMoney(of('spend').map((flow) => flow.money)),
    spend_unconverted: count('spend', 'unknown'),
  };
}
