import type { UtmAuditResponse } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

type Days = { start: string; end: string };
type Audit = Pick<
  z.infer<typeof UtmAuditResponse>,
  'untagged_spend' | 'without_team' | 'conflicts' | 'unknown_values'
>;

const SHOWN = 100;

/** What the tags of these business days lose: spend nobody can be traced to, and people nobody is credited for. */
export async function utmAudit(db: Db, days: Days): Promise<Audit> {
  const [untagged_spend, without_team, conflicts, unknown_values] = await Promise.all([
    untaggedSpend(db, days),
    withoutTeam(db, days),
    conflictsOf(db, days),
    unknownValues(db, days),
  ]);
  return { untagged_spend, without_team, conflicts, unknown_values };
}

/** Every lead of the period by its first touch, and every unreversed sale by its deal, with what they stand on. */
function facts({ start, end }: Days): RawBuilder<unknown> {
  return sql`(
    select 1 as leads, 0 as sales, null::numeric as amount, l.attribution_id, t.utm_source, t.utm_campaign, t.utm_content, t.utm_term
    from traffic_leads l left join touches t on t.origin = 'lead:' || l.source_id
    where l.business_day between ${start} and ${end}
    union all
    select 0, 1, case when s.currency = 'KZT' then s.sale_amount end, s.attribution_id, s.utm_source, s.utm_campaign, s.utm_content,
      s.utm_term
    from all_sales_tracking s
    where s.sale_day between ${start} and ${end} and s.reversed_at is null)`;
}

const SUMS = sql`sum(f.leads)::int as leads, sum(f.sales)::int as sales,
  coalesce(sum(f.amount), 0)::numeric(20, 2)::text as revenue`;
const TAGS = sql`lateral (values ('utm_campaign', f.utm_campaign), ('utm_content', f.utm_content), ('utm_term', f.utm_term))`;

/**
 * Ads that spent while no lead and no sale carries their id or name.
 * @param team whose ads; everybody's when absent
 */
export async function untaggedSpend(db: Db, days: Days, team?: number): Promise<Audit['untagged_spend']> {
  type Row = Audit['untagged_spend']['ads'][number] & { ads: number; total: string; unconverted: number };
  const { rows } = await sql<Row>`
    with tags as (
      select distinct lower(trim(v.value)) as value from ${facts(days)} f, ${TAGS} as v (field, value)
      where trim(v.value) <> ''
    ), spent as (
      select s.account_id, s.ad_id, max(s.ad_name) as ad_name, max(s.campaign_name) as campaign_name,
        coalesce(sum(s.spend_kzt), 0) as spend, count(*) - count(s.spend_kzt) as unconverted
      from traffic_stats s
      where s.day between ${days.start} and ${days.end} and s.spend > 0 and ${team === undefined ? sql`true` : sql`s.team_id = ${team}`}
        and not exists (select from tags where value in (
          lower(s.ad_id), lower(trim(s.ad_name)), lower(s.adset_id), lower(trim(s.adset_name)),
          lower(s.campaign_id), lower(trim(s.campaign_name))))
      group by 1, 2
    )
    select account_id, ad_id, ad_name, campaign_name, spend::numeric(20, 2)::text as spend, count(*) over ()::int as ads,
      (sum(spend) over ())::numeric(20, 2)::text as total, (sum(unconverted) over ())::int as unconverted
    from spent order by spent.spend desc, ad_id limit ${SHOWN}`.execute(db);
  const [first] = rows;
  return {
    total: {
      ads: first?.ads ?? 0,
      spend: first?.total ?? '0.00',
      spend_unconverted: first?.unconverted ?? 0,
    },
    ads: rows.map(({ account_id, ad_id, ad_name, campaign_name, spend }) => ({
      ...{ account_id, ad_id, ad_name, campaign_name, spend },
    })),
  };
}

async function withoutTeam(db: Db, days: Days): Promise<Audit['without_team']> {
  const { rows } = await sql<Audit['without_team'][number]>`
    select a.reason, ${SUMS} from ${facts(days)} f join attributions a on a.id = f.attribution_id
    where a.team_id is null group by a.reason order by sum(f.amount) desc nulls last, a.reason`.execute(db);
  return rows;
}

async function conflictsOf(db: Db, days: Days): Promise<Audit['conflicts']> {
  const { rows } = await sql<Audit['conflicts'][number]>`
    with tied as (
      select f.leads, f.sales, f.amount, a.rejected -> 0 ->> 'matched' as matched,
        array(select distinct c ->> 'team_name' from jsonb_array_elements(a.rejected) c order by 1) as teams
      from ${facts(days)} f join attributions a on a.id = f.attribution_id
      where a.reason = 'conflict'
    )
    select f.matched, f.teams, ${SUMS} from tied f group by f.matched, f.teams
    order by sum(f.amount) desc nulls last, f.matched limit ${SHOWN}`.execute(db);
  return rows;
}

async function unknownValues(db: Db, days: Days): Promise<Audit['unknown_values']> {
  const { rows } = await sql<Audit['unknown_values'][number]>`
    with known as (
      select distinct lower(trim(v.value)) as value from traffic_stats s, lateral (values (s.ad_id), (s.ad_name), (s.adset_id),
        (s.adset_name), (s.campaign_id), (s.campaign_name)) as v (value) where trim(v.value) <> ''
    ), own_letters as (
      select lower(unnest(v.owned_utm_sources)) as source from rules_in_force f join rule_versions v on v.version = f.version
    )
    select v.field, lower(trim(v.value)) as value, ${SUMS}
    from ${facts(days)} f, ${TAGS} as v (field, value)
    where trim(v.value) <> '' and lower(trim(v.value)) not in (select value from known)
      and coalesce(lower(trim(f.utm_source)), '') not in (select source from own_letters)
    group by 1, 2 order by sum(f.amount) desc nulls last, sum(f.leads) desc, 1, 2 limit ${SHOWN}`.execute(db);
  return rows;
}
