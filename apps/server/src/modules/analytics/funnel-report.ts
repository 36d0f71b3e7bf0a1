import type { FunnelReport } from '@traffic/contract';
import { sql } from 'kysely';
import { ratio } from '../../platform/money.ts';
import { translate } from '../../platform/translate.ts';
import { dirtyDays, exactRows } from './exact-cells.ts';
import { ofTeam } from './of-team.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { knownSources } from './to-metrics.ts';

type StageRow = {
  key: string;
  name: string;
  persons: number;
  bought: number;
  sales: number;
  revenue: string;
  sales_amount_unknown: number;
};
type SpendRow = {
  spend: string;
  converted: number;
  unconverted: number;
  impressions: number;
  clicks: number;
};

const percent = { factor: 100, decimals: 2 };

/** The cohort of the period and how far its people came; sales and money by the asked basis. */
export async function funnelReport(deps: ReportDeps, question: ReportQuestion): Promise<FunnelReport> {
  const [head, stages, ads] = await Promise.all([
    envelope(deps, question),
    loadStages(deps, question),
    loadSpend(deps, question),
  ]);
  const known = knownSources(head.sources);
  const unknownSpend = !known.meta || (ads.unconverted > 0 && ads.converted === 0);
  const spend = unknownSpend ? null : ads.spend;
  const leads = stages[0]?.persons ?? 0;
  return {
    ...head,
    spend,
    impressions: known.meta ? ads.impressions : null,
    clicks: known.meta ? ads.clicks : null,
    stages: stages.map((stage, index) => {
      const before = stages[index - 1]?.persons;
      const share = (base: number | undefined) =>
        base === undefined || !known.landing ? null : ratio(String(stage.persons), String(base), percent);
      return {
        ...stage,
        name: translate(stage.name, question.language),
        persons: known.landing ? stage.persons : null,
        bought: known.landing ? stage.bought : null,
        from_previous: share(before),
        from_lead: index === 0 ? null : share(leads),
        spend_per_person: spend === null || !known.landing ? null : ratio(spend, String(stage.persons)),
      };
    }),
  };
}

async function loadStages({ db }: ReportDeps, question: ReportQuestion): Promise<StageRow[]> {
  const ranges = [question.period];
  const where = ofTeam(question.team);
  const money = question.currency.toLowerCase();
  const { rows } = await sql<StageRow>`
    with ${dirtyDays(ranges)}, people as (
      select stage, sum(persons) as persons, sum(reached) as reached
      from ${exactRows('cohort', sql`stage, persons, reached`, { ranges }, where)} as c group by stage
    ), money as (
      select stage, sum(sales) as sales, sum(revenue) as revenue, sum(unknown) as unknown
      from ${exactRows(question.basis, sql`stage, sales, ${sql.ref(`revenue_${money}`)} as revenue, ${sql.ref(`unknown_${money}`)} as unknown`, { ranges }, where)} as m
      group by stage
    ), stages as (
      select 'lead' as key, 'Лиды' as name, -1 as position
      union all select key, name, position from products
    )
    select s.key, s.name, coalesce(p.reached, 0)::float8 as persons, coalesce(p.persons, 0)::float8 as bought,
      coalesce(m.sales, 0)::float8 as sales, coalesce(m.revenue, 0)::numeric(20, 2)::text as revenue,
      coalesce(m.unknown, 0)::float8 as sales_amount_unknown
    from stages s left join people p on p.stage = s.key left join money m on m.stage = s.key
    order by s.position, s.key`.execute(db);
  return rows;
}

async function loadSpend({ db }: ReportDeps, question: ReportQuestion): Promise<SpendRow> {
  const ranges = [question.period];
  const money = question.currency.toLowerCase();
  const { rows } = await sql<SpendRow>`
    with ${dirtyDays(ranges)}
    select coalesce(sum(${sql.ref(`spend_${money}`)}), 0)::numeric(20, 2)::text as spend,
      coalesce(sum(${sql.ref(`converted_${money}`)}), 0)::float8 as converted,
      coalesce(sum(${sql.ref(`unconverted_${money}`)}), 0)::float8 as unconverted,
      coalesce(sum(impressions), 0)::float8 as impressions, coalesce(sum(clicks), 0)::float8 as clicks
    from ${exactRows('ads', sql`*`, { ranges }, ofTeam(question.team))} as source`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate always has a row');
  return row;
}
