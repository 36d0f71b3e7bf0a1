import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import type { AdLookup, AdMatch } from './judge-touch.ts';

/**
 * Ids and names of the ads, ad sets and campaigns we have spend of, each with the team it belongs to. A
 * name that two teams use says nothing: it is left out.
 *
 * @param spend where the ads and their teams are read from, when not from `traffic_stats` as it stands
 */
export async function loadKnownAds(
  db: Kysely<Schema>,
  spend: RawBuilder<unknown> = sql`traffic_stats`,
): Promise<AdLookup> {
  const result = await sql<AdMatch & { value: string }>`
    with known as (
      select distinct on (ad_id) ad_id, ad_name, adset_id, adset_name, campaign_id, campaign_name, team_id
      from ${spend} as s where team_id is not null order by ad_id, day desc
    ), named as (
      select ad_id as value, team_id, 'ad' as kind, ad_id as id from known
      union select ad_name, team_id, 'ad', ad_id from known
      union select adset_id, team_id, 'adset', adset_id from known
      union select adset_name, team_id, 'adset', adset_id from known
      union select campaign_id, team_id, 'campaign', campaign_id from known
      union select campaign_name, team_id, 'campaign', campaign_id from known
    )
    select distinct on (lower(trim(n.value))) lower(trim(n.value)) as value, n.team_id as "teamId",
      t.name as "teamName", n.kind, n.id
    from named n join traffic_teams t on t.id = n.team_id
    where trim(n.value) <> '' and not exists (
      select 1 from named other where lower(trim(other.value)) = lower(trim(n.value)) and other.team_id <> n.team_id)
    order by lower(trim(n.value)), array_position(array['ad', 'adset', 'campaign'], n.kind), n.id`.execute(
    db,
  );
  const byValue = new Map(result.rows.map(({ value, ...match }) => [value, match]));
  return (value) => byValue.get(value.trim().toLowerCase()) ?? null;
}

/**
 * Ids of ads, ad sets and campaigns that some receipt gives to another team than they belong to now. Few, however many
 * receipts there are: each pair is compared once.
 */
export async function movedAds(db: Kysely<Schema>, { adLookup }: { adLookup: AdLookup }): Promise<string[]> {
  const { rows } = await sql<{ id: string; teamId: number | null }>`
    select distinct evidence #>> '{ad,id}' as id, team_id as "teamId" from attributions where basis = 'ad_id'`.execute(
    db,
  );
  const moved = rows.filter(({ id, teamId }) => adLookup(id)?.teamId !== teamId);
  return [...new Set(moved.map(({ id }) => id))];
}

/** For `where`: receipts, as a, that may say something else now: nobody was found, or the ad is another team's. */
export function mayMove(ads: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(
    (a.team_id is null and a.reason in ('no_rule', 'conflict'))
    or (a.basis = 'ad_id' and a.evidence #>> '{ad,id}' = any (${[...ads]}::text[])))`;
}
