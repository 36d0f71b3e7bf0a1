import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { decideSpendTeam, type RuleBook } from '../attribution/index.ts';
import { loadClaims } from './claims-repo.ts';

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
 * A subquery with the days of ads that another team or basis belongs to by these rules and by people's claims:
 * account_id, ad_id, day, from_team_id, from_basis, to_team_id, to_basis. A group of days is decided once, so half a million
 * ad-days cost a few thousand decisions and one join.
 *
 * @param asked which days, of `traffic_stats` as s; all when absent
 */
export async function movedAdDays(
  db: Db,
  { compiled }: Pick<RuleBook, 'compiled'>,
  asked: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<RawBuilder<unknown>> {
  const claims = await loadClaims(db);
  const instants = [...compiled.boundaries, ...claims.boundaries.map((instant) => instant.getTime())];
  const boundaries = [...new Set(instants)].sort((a, b) => a - b).map((instant) => new Date(instant));
  const span = sql`width_bucket(${DAY_STARTS}, ${boundaries}::timestamptz[])`;
  const key = sql`s.account_id, coalesce(s.campaign_id, ''), coalesce(s.campaign_name, ''), coalesce(s.ad_name, ''), ${span}`;
  const groups = await sql<Group>`
    select account_id, campaign_id, campaign_name, ad_name, span, min(at) as at
    from (select ${key}, ${DAY_STARTS} from traffic_stats s join ad_accounts a on a.account_id = s.account_id
      where ${asked}) as g (account_id, campaign_id, campaign_name, ad_name, span, at)
    group by 1, 2, 3, 4, 5`.execute(db);
  const decided = groups.rows.map((group) => {
    const { teamId, basis, reason } = decideSpendTeam(compiled, {
      claims: claims.of(group.account_id, group.campaign_id),
      accountId: group.account_id,
      campaignId: group.campaign_id,
      campaignName: group.campaign_name,
      adName: group.ad_name,
      at: group.at,
    });
    return { ...group, team_id: teamId, basis: reason ?? basis };
  });
  return sql`(
    select s.account_id, s.ad_id, s.day, s.team_id as from_team_id, s.basis as from_basis, d.team_id as to_team_id,
      d.basis as to_basis
    from traffic_stats s
    join ad_accounts a on a.account_id = s.account_id
    join jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d
      (account_id text, campaign_id text, campaign_name text, ad_name text, span int, team_id int, basis text)
      on (${key}) = (d.account_id, d.campaign_id, d.campaign_name, d.ad_name, d.span)
    where ${asked} and (s.team_id, s.basis) is distinct from (d.team_id, d.basis))`;
}

/**
 * Gives days of ads to whom they belong now, in the caller's transaction, after a claim to them has changed.
 * @returns how many days moved
 */
export async function recreditSpend(
  trx: Db,
  rules: Pick<RuleBook, 'compiled'>,
  asked: RawBuilder<boolean>,
): Promise<number> {
  const moved = await movedAdDays(trx, rules, asked);
  const result = await sql`
    update traffic_stats s set team_id = m.to_team_id, basis = m.to_basis
    from ${moved} as m where s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day`.execute(
    trx,
  );
  return Number(result.numAffectedRows ?? 0);
}
