import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { dirtyDays, inRanges } from './exact-cells.ts';
import { type AdRow, COLUMNS, print, RESULTS, spendSums } from './load-ads.ts';
import { ofTeam } from './of-team.ts';
import type { ReportQuestion } from './report-query.ts';
import { utmRows, utmSums } from './utm-rows.ts';

const LEVELS = {
  adset: { id: sql`adset_id`, name: sql`adset_name`, field: sql`utm_term`, parents: sql`campaign_id` },
  ad: { id: sql`ad_id`, name: sql`ad_name`, field: sql`utm_content`, parents: sql`adset_id` },
} as const;

/** The name and the team of the last day, without sorting. */
const latest = (value: RawBuilder<unknown>) =>
  sql`nullif(substr(max(day::text || coalesce(${value}::text, '')), 11), '')`;

/**
 * The ad sets of a campaign, or the ads of an ad set or campaign. A UTM value names one by its id; by its name when utm_campaign
 * names its campaign (every campaign has an "Ad 1"), and, of ads of one name, when utm_term names its ad set. What may mean several
 * all the same is nobody's, and each of these is `untold`, in this list or not, running or stopped.
 */
export async function loadChildren(
  db: Db,
  question: ReportQuestion,
  level: keyof typeof LEVELS,
  parent: string,
): Promise<AdRow[]> {
  const ranges = [question.period];
  const { id, name, field, parents } = LEVELS[level];
  const where = ofTeam(question.team);
  const under = sql`(${parents} = ${parent} or campaign_id = ${parent})`;
  const key = sql`lower(trim(${field}))`;
  // The keys are found first, so that their leads and sales come by an index and not from a year of facts.
  const wanted = sql`${where} and ${key} = any (array(select id_key from objects union select name_key from objects))`;
  const figures = COLUMNS.map((column) => print(column, sql`coalesce(${sql.ref(column)}, 0)`));
  const { rows } = await sql<AdRow>`
    with ${dirtyDays(ranges)}, own as (
      select distinct campaign_id, lower(trim(campaign_name)) as name from traffic_stats where ${under}
    ), family as (
      -- A tag that says the campaign's name may mean any campaign of that name.
      select campaign_id from own
      union select campaign_id from campaign_days where lower(trim(campaign_name)) = any (array(select name from own))
      union select campaign_id from traffic_stats
      where day = any (array(select day from dirty_ads)) and lower(trim(campaign_name)) = any (array(select name from own))
    ), seen as (
      select ${id} as id, ${name} as name, account_id, campaign_id, adset_id, lower(trim(campaign_name)) as campaign_name,
        lower(trim(adset_name)) as adset_name, max(day) as day
      from traffic_stats where campaign_id = any (array(select campaign_id from family)) group by 1, 2, 3, 4, 5, 6, 7
    ), objects as (
      select *, lower(id) as id_key, lower(trim(name)) as name_key from (
        select id, min(account_id) as account_id, ${latest(sql`name`)} as name,
          bool_or(${under}) as child, array_agg(lower(campaign_id)) || array_agg(campaign_name) as campaigns,
          array_agg(lower(adset_id)) || array_agg(adset_name) as adsets
        from seen group by id
      ) named
    ), spent as (
      select coalesce(${id}, '') as id, ${latest(sql`team_id`)}::int as team_id,
        ${spendSums(question, true)}
      from ad_day_money where ${under} and ${inRanges(sql`day`, ranges)} and ${where} group by 1
    ), facts as (
      select row_number() over () as fact, said.* from (
        select ${key} as key, lower(trim(utm_campaign)) as campaign, lower(trim(utm_term)) as term, ${utmSums(question)}
        from ${utmRows(question, 'full', ranges, wanted)} as cells group by 1, 2, 3
      ) said
    ), meant as (
      select fact, id, 2 as sure from facts join objects on id_key = key
      union all
      select fact, id, (${sql.lit(level === 'ad')} and coalesce(term = any(adsets), false))::int
      from facts join objects on name_key = key and campaign = any(campaigns)
    ), chosen as (
      select fact, id, sure = max(sure) over (partition by fact) as best, count(*) over (partition by fact, sure) > 1 as shared from meant
    ), results as (
      select id, shared, ${RESULTS} from chosen join facts using (fact) where best group by 1, 2
    )
    select 'row' as kind, 1 as rows, o.account_id, o.id, o.name, s.team_id, ${sql.join(figures)},
      (o.id in (select id from results where shared and (leads <> 0 or sales <> 0 or revenue <> 0)))::int as untold
    from objects o
    left join spent s on s.id = coalesce(o.id, '')
    left join results r on r.id = o.id and not r.shared
    where o.child and (spend <> 0 or spend_unconverted > 0 or impressions > 0 or leads > 0 or sales <> 0 or revenue <> 0)`.execute(
    db,
  );
  return rows;
}
