import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { dirtyDays } from './exact-cells.ts';
import { monthRows, monthsAndDays } from './month-cells.ts';
import { ofTeam } from './of-team.ts';
import type { ReportQuestion } from './report-query.ts';
import { utmRows, utmSums } from './utm-rows.ts';

/** One ad object with its sums, the `rest` of `rows` objects together, or what names no object. */
export type AdRow = {
  kind: 'row' | 'rest' | 'unmatched';
  rows: number;
  id: string | null;
  name: string | null;
  account_id: string | null;
  team_id: number | null;
  spend: string;
  converted: number;
  spend_unconverted: number;
  impressions: number;
  clicks: number;
  leads: number;
  sales: number;
  express_purchases: number;
  flagman_purchases: number;
  revenue: string;
  sales_amount_unknown: number;
  /** How many of these objects have a name that leads or sales say and others have too: whose those are is unknown. */
  untold: number;
};

export const RESULTS = sql`sum(leads) as leads, sum(sales) as sales, sum(express_purchases) as express_purchases,
  sum(flagman_purchases) as flagman_purchases, sum(revenue) as revenue, sum(sales_amount_unknown) as sales_amount_unknown`;

export type AdSort = 'spend' | 'leads' | 'sales' | 'revenue' | 'clicks';

export const COLUMNS = [
  'spend',
  'converted',
  'spend_unconverted',
  'impressions',
  'clicks',
  'leads',
  'sales',
  'express_purchases',
  'flagman_purchases',
  'revenue',
  'sales_amount_unknown',
] as const;

/** As many as no period has campaigns. */
const ALL = 2_147_483_647;
const SUMS = sql.join(COLUMNS.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`));

/** A figure as it leaves PostgreSQL: money as text, counts as numbers. */
export function print(name: (typeof COLUMNS)[number], value: RawBuilder<unknown>): RawBuilder<unknown> {
  const money = name === 'spend' || name === 'revenue';
  return sql`${value}${money ? sql`::numeric(20, 2)::text` : sql`::float8`} as ${sql.ref(name)}`;
}
const figures = () => sql.join(COLUMNS.map((name) => print(name, sql`coalesce(sum(${sql.ref(name)}), 0)`)));
const printed = (table: RawBuilder<unknown>) =>
  sql.join(COLUMNS.map((name) => print(name, sql`${table}.${sql.ref(name)}`)));

/** Sums of spend of an object; the column list of both levels' sources. */
export function spendSums(question: ReportQuestion, raw: boolean): RawBuilder<unknown> {
  const money = question.currency.toLowerCase();
  const amount = sql.ref(`spend_${money}`);
  const converted = raw ? sql`count(${amount})` : sql`sum(${sql.ref(`converted_${money}`)})`;
  const unconverted = raw ? sql`count(*) - count(${amount})` : sql`sum(${sql.ref(`unconverted_${money}`)})`;
  return sql`coalesce(sum(${amount}), 0) as spend, ${converted} as converted, ${unconverted} as spend_unconverted,
    sum(impressions) as impressions, sum(clicks) as clicks`;
}

const figuresOfCampaign = sql`account_id, campaign_id, team_id, spend_kzt, spend_usd, converted_kzt, converted_usd,
  unconverted_kzt, unconverted_usd, impressions, clicks`;
const CAMPAIGNS = {
  part: 'ads',
  months: { table: 'campaign_months', columns: sql`last_day, dated_name, ${figuresOfCampaign}` },
  days: {
    table: 'campaign_days',
    day: 'day',
    columns: sql`day as last_day, day::text || coalesce(campaign_name, '') as dated_name, ${figuresOfCampaign}`,
  },
  compute: 'campaign_days_of',
  stored: sql`true`,
} as const;

/**
 * Every campaign that spent, got leads or sold. A utm_campaign names one by its id, or by its name when only one has
 * it; campaigns that spent in the period go before those of other times. What says a name that several have is unmatched, and
 * each of these is `untold`.
 *
 * @param limit how many of the biggest are rows; the others are added up by PostgreSQL. All are when it is null
 */
export async function loadCampaigns(
  db: Db,
  question: ReportQuestion,
  page: { sort: AdSort; limit: number | null },
): Promise<AdRow[]> {
  const { rows } = await campaignsOf(question, page).execute(db);
  return rows;
}

/** One campaign in two periods. */
export type CampaignPair = Pick<AdRow, 'name' | 'team_id'> & { id: string; account_id: string } & Record<
    'before' | 'now',
    AdRow
  >;

/** The campaigns of the question's period beside the same of the days before, in one statement. */
export async function loadCampaignPairs(
  db: Db,
  question: ReportQuestion,
  before: ReportQuestion['period'],
): Promise<CampaignPair[]> {
  const { rows } = await sql<AdRow & { previous: boolean }>`
    select false as previous, n.* from (${campaignsOf(question, EVERY)}) n
    union all
    select true, b.* from (${campaignsOf({ ...question, period: before }, EVERY)}) b`.execute(db);
  const pairs = new Map<string, CampaignPair>();
  for (const { previous, ...row } of rows.filter(({ kind }) => kind === 'row')) {
    const { id, account_id, name, team_id } = row;
    if (id === null || account_id === null) continue;
    const key = `${account_id} ${id}`;
    const nothing: AdRow = { ...row, ...NOTHING };
    const pair = pairs.get(key) ?? { id, account_id, name, team_id, before: nothing, now: nothing };
    pairs.set(key, { ...pair, [previous ? 'before' : 'now']: row });
  }
  return [...pairs.values()];
}

const EVERY = { sort: 'spend', limit: null } as const;
const NOTHING = {
  ...{ spend: '0.00', converted: 0, spend_unconverted: 0, impressions: 0, clicks: 0, leads: 0, sales: 0 },
  ...{ express_purchases: 0, flagman_purchases: 0, revenue: '0.00', sales_amount_unknown: 0, untold: 0 },
};

function campaignsOf(
  question: ReportQuestion,
  { sort, limit }: { sort: AdSort; limit: number | null },
): RawBuilder<AdRow> {
  const ranges = [question.period];
  const where = ofTeam(question.team);
  return sql<AdRow>`
    with ${dirtyDays(ranges)}, ${monthsAndDays(ranges)}, spent as (
      select account_id, campaign_id as id, nullif(substr(max(dated_name), 11), '') as name,
        nullif(substr(max(last_day::text || coalesce(team_id::text, '')), 11), '')::int as team_id, ${spendSums(question, false)}
      from ${monthRows(CAMPAIGNS, ranges, where)} as c group by 1, 2
    ), named as (
      select lower(id) as key, account_id, id from spent where id is not null
      union all
      select lower(trim(name)), min(account_id), min(id) from spent where name is not null group by 1 having count(*) = 1
    ), keys as (
      select distinct on (key) key, account_id, id from named order by key, id
    ), spelled as (
      select utm_campaign, ${utmSums(question)} from ${utmRows(question, 'campaign', ranges, where)} as facts group by 1
    ), results as (
      -- Cleaned once for each way of writing it, not for each cell.
      select lower(trim(utm_campaign)) as key, ${RESULTS} from spelled group by 1
    ), joined as (
      select r.*, coalesce(k.account_id, o.account_id) as account_id, coalesce(k.id, o.id) as id, o.name
      from results r
      left join keys k on k.key = r.key
      left join lateral (
        (select account_id, campaign_id as id, campaign_name as name from traffic_stats
          where k.id is null and campaign_id = r.key limit 1)
        union all
        select min(account_id), min(campaign_id), min(campaign_name) from campaign_days
        where k.id is null and lower(trim(campaign_name)) = r.key and campaign_id <> r.key
        having count(distinct campaign_id) = 1
        limit 1
      ) o on true
    ), parts as (
      select true as matched, true as spent, account_id, id, name, team_id, spend, converted, spend_unconverted, impressions,
        clicks, 0 as leads, 0 as sales, 0 as express_purchases, 0 as flagman_purchases, 0 as revenue, 0 as sales_amount_unknown
      from spent
      union all
      select id is not null, false, account_id, id, name, null, 0, 0, 0, 0, 0, leads, sales, express_purchases,
        flagman_purchases, revenue, sales_amount_unknown
      from joined
    ), objects as (
      select matched, bool_or(spent) as spent, account_id, id, max(name) as name, max(team_id) as team_id, ${SUMS}
      from parts group by matched, account_id, id
      having sum(spend) <> 0 or sum(spend_unconverted) > 0 or sum(impressions) > 0 or sum(leads) > 0 or sum(sales) <> 0
        or sum(revenue) <> 0
    ), untold as (
      -- What names nothing though a campaign has that name, several have.
      select key from joined where id is null and (leads <> 0 or sales <> 0 or revenue <> 0)
    ), placed as (
      select o.*, (u.key is not null)::int as untold, case when not matched then 'unmatched'
        when row_number() over (partition by matched order by ${sql.ref(sort)} desc, id collate "C") <= ${limit ?? ALL} then 'row'
        else 'rest' end as kind
      from objects o left join untold u on o.matched and u.key = lower(trim(o.name))
    )
    select kind, 1 as rows, account_id, id, coalesce(n.campaign_name, name) as name, coalesce(p.team_id, n.team_id) as team_id, ${printed(sql`p`)}, untold
    from placed p
    left join lateral (
      select campaign_name, team_id from campaign_days where campaign_id = p.id and not p.spent order by day desc limit 1
    ) n on true
    where kind = 'row'
    union all
    select kind, count(*)::int, null, null, null, null, ${figures()}, sum(untold)::int from placed where kind <> 'row' group by kind`;
}
