import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { type AccountBinding, decideSpendTeam, type RuleBook } from '../attribution/index.ts';
import { bindingsOf } from '../spend/index.ts';
import type { Run } from './run.ts';

/** All the days of ads that one decision answers: same account and names, same span between two dated changes. */
type Group = {
  account_id: string;
  campaign_id: string;
  campaign_name: string;
  ad_name: string;
  span: number;
  at: Date;
};

const DAY_STARTS = sql`(s.day::timestamp at time zone coalesce(a.timezone_name, 'UTC'))`;

/**
 * Decides all ad spend by these rules and stages the days that move. A group of days is decided once, so
 * half a million ad-days cost a few thousand decisions and one join.
 *
 * @param written only the days it says; all when absent
 */
export async function stageSpend(
  db: Db,
  run: Run,
  rules: Pick<RuleBook, 'compiled'>,
  written: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<void> {
  const bindings = await bindingsOf(db);
  const boundaries = boundariesOf(rules, bindings);
  const span = sql`width_bucket(${DAY_STARTS}, ${boundaries}::timestamptz[])`;
  const key = sql`s.account_id, coalesce(s.campaign_id, ''), coalesce(s.campaign_name, ''), coalesce(s.ad_name, ''), ${span}`;
  const groups = await sql<Group>`
    select account_id, campaign_id, campaign_name, ad_name, span, min(at) as at
    from (select ${key}, ${DAY_STARTS} from traffic_stats s join ad_accounts a on a.account_id = s.account_id
      where ${written}) as g (account_id, campaign_id, campaign_name, ad_name, span, at)
    group by 1, 2, 3, 4, 5`.execute(db);
  const decided = groups.rows.map((group) => ({ ...group, ...decide(rules, group, bindings) }));
  await sql`
    delete from rule_spend_moves m using traffic_stats s
    where m.run_id = ${run.id} and s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day
      and ${written}`.execute(db);
  await sql`
    insert into rule_spend_moves (run_id, account_id, ad_id, day, from_team_id, from_basis, to_team_id, to_basis)
    select ${run.id}::bigint, s.account_id, s.ad_id, s.day, s.team_id, s.basis, d.team_id, d.basis
    from traffic_stats s
    join ad_accounts a on a.account_id = s.account_id
    join jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d
      (account_id text, campaign_id text, campaign_name text, ad_name text, span int, team_id int, basis text)
      on (${key}) = (d.account_id, d.campaign_id, d.campaign_name, d.ad_name, d.span)
    where ${written} and (s.team_id, s.basis) is distinct from (d.team_id, d.basis)`.execute(db);
}

/** Every instant at which a rule or a binding begins or ends, in order, each once. */
function boundariesOf(
  { compiled }: Pick<RuleBook, 'compiled'>,
  bindings: Map<string, AccountBinding[]>,
): Date[] {
  const bound = [...bindings.values()]
    .flat()
    .flatMap(({ validFrom, validTo }) =>
      [validFrom, validTo].flatMap((at) => (at === null ? [] : [at.getTime()])),
    );
  return [...new Set([...compiled.boundaries, ...bound])].sort((a, b) => a - b).map((at) => new Date(at));
}

function decide(
  { compiled }: Pick<RuleBook, 'compiled'>,
  group: Group,
  bindings: Map<string, AccountBinding[]>,
): { team_id: number | null; basis: string } {
  const { teamId, basis, reason } = decideSpendTeam(compiled, {
    campaignAssignment: null,
    accountBindings: bindings.get(group.account_id) ?? [],
    accountId: group.account_id,
    campaignId: group.campaign_id,
    campaignName: group.campaign_name,
    adName: group.ad_name,
    at: group.at,
  });
  return { team_id: teamId, basis: reason ?? basis };
}

/** `traffic_stats` with the teams that the run gives: where ads are known from under its rules. */
export function spendUnder(run: Pick<Run, 'id'>): RawBuilder<unknown> {
  return sql`(
    select s.ad_id, s.ad_name, s.adset_id, s.adset_name, s.campaign_id, s.campaign_name, s.day,
      case when m.run_id is null then s.team_id else m.to_team_id end as team_id
    from traffic_stats s left join rule_spend_moves m
      on m.run_id = ${run.id} and m.account_id = s.account_id and m.ad_id = s.ad_id and m.day = s.day)`;
}
