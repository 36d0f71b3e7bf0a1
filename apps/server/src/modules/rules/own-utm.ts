import type { UtmOwnResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { fold, isMacro, matchUtm, type RuleBook } from '../attribution/index.ts';
import { untaggedSpend } from './utm-audit.ts';

type Days = { start: string; end: string };
type Value = UtmOwnResponse['values'][number];
type Candidate = Omit<Value, 'problem'> & { nobody: boolean };

const CANDIDATES = 5_000;
const SHOWN = 100;
/** A lead may come weeks after its ad was shown. */
const ADS_BACK_DAYS = 30;

/** What the tags of one team lose in these business days: facts of other teams are not read. */
export async function ownUtm(
  db: Db,
  rules: RuleBook,
  ask: { team: number; days: Days; now: Date },
): Promise<Pick<UtmOwnResponse, 'untagged_spend' | 'values'>> {
  const [untagged_spend, candidates] = await Promise.all([
    untaggedSpend(db, ask.days, ask.team),
    readCandidates(db, ask.team, ask.days, [...rules.compiled.ownedSources]),
  ]);
  const values = candidates.flatMap(({ nobody, ...row }): Value[] => {
    const problem = nobody ? 'nobody' : problemOf(rules, row, ask.now);
    return problem === null ? [] : [{ ...row, problem }];
  });
  return { untagged_spend, values: values.slice(0, SHOWN) };
}

function problemOf(
  { compiled, adLookup }: RuleBook,
  { field, value }: Pick<Value, 'field' | 'value'>,
  now: Date,
): 'unknown' | 'macro' | null {
  if (isMacro(value)) return 'macro';
  if (compiled.ownedSources.has(fold(value)) || adLookup(value) !== null) return null;
  return matchUtm(compiled, { [field]: value }, now).candidates.length === 0 ? 'unknown' : null;
}

/** Tags of the team's leads and sales, and of nobody's that name an ad of the team; the school's own letters are no ads. */
async function readCandidates(
  db: Db,
  team: number,
  { start, end }: Days,
  ownedSources: readonly string[],
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with own_ads as (
      select distinct lower(trim(v.value)) as value
      from traffic_stats s, lateral (values (s.ad_id), (s.ad_name), (s.adset_id), (s.adset_name), (s.campaign_id),
        (s.campaign_name)) as v (value)
      where s.team_id = ${team} and s.day between ${start}::date - ${sql.lit(ADS_BACK_DAYS)} and ${end}::date
        and trim(v.value) <> ''
    ), facts as (
      select l.team_id, 1 as leads, 0 as sales, null::numeric as amount, 0 as unknown,
        t.utm_source, t.utm_campaign, t.utm_content, t.utm_term
      from traffic_leads l join touches t on t.origin = 'lead:' || l.source_id
      where l.business_day between ${start} and ${end} and l.is_first and (l.team_id = ${team} or l.team_id is null)
      union all
      select s.team_id, 0, 1, case when s.currency = 'KZT' then s.sale_amount end,
        case when s.sale_amount is null or s.currency <> 'KZT' then 1 else 0 end,
        s.utm_source, s.utm_campaign, s.utm_content, s.utm_term
      from all_sales_tracking s
      where s.sale_day between ${start} and ${end} and s.reversed_at is null and (s.team_id = ${team} or s.team_id is null)
    )
    select v.field, lower(trim(v.value)) as value, f.team_id is null as nobody, sum(f.leads)::int as leads,
      sum(f.sales)::int as sales, coalesce(sum(f.amount), 0)::numeric(20, 2)::text as revenue,
      sum(f.unknown)::int as sales_amount_unknown
    from facts f, lateral (values ('utm_source', f.utm_source), ('utm_campaign', f.utm_campaign),
      ('utm_content', f.utm_content), ('utm_term', f.utm_term)) as v (field, value)
    where trim(v.value) <> '' and coalesce(lower(trim(f.utm_source)), '') <> all (${ownedSources}::text[]) and (f.team_id is not null or lower(trim(v.value)) in (select value from own_ads))
    group by 1, 2, 3
    order by sum(f.amount) desc nulls last, sum(f.sales) desc, sum(f.leads) desc, 1, 2 limit ${CANDIDATES}`.execute(
    db,
  );
  return rows;
}
