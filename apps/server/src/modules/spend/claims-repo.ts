import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { SpendClaim, SpendClaims } from '../attribution/index.ts';

/** Every claim of a team to a campaign or an ad account. */
export type AllClaims = {
  of(accountId: string, campaignId: string): SpendClaims;
  /** Every instant at which one begins or ends. */
  boundaries: Date[];
};

type Row = SpendClaim & { kind: 'campaign' | 'account'; id: string };

/** Whose each campaign and account is and when, [from, to); dates are days of the account's own zone. */
export async function loadClaims(db: Db): Promise<AllClaims> {
  const { rows } = await sql<Row>`
    select c.kind, c.id, c.team_id as "teamId", t.name as "teamName",
      c.valid_from::timestamp at time zone coalesce(a.timezone_name, 'UTC') as "validFrom",
      c.valid_to::timestamp at time zone coalesce(a.timezone_name, 'UTC') as "validTo"
    from (
      select 'account' as kind, account_id as id, account_id, team_id, valid_from, valid_to from ad_account_teams
      union all
      select 'campaign', campaign_id, account_id, team_id, valid_from, valid_to from campaign_teams
    ) c
    join traffic_teams t on t.id = c.team_id
    join ad_accounts a on a.account_id = c.account_id`.execute(db);
  const claims = Map.groupBy(rows, ({ kind, id }) => `${kind} ${id}`);
  return {
    of: (accountId, campaignId) => ({
      campaign: claims.get(`campaign ${campaignId}`) ?? [],
      account: claims.get(`account ${accountId}`) ?? [],
    }),
    boundaries: rows.flatMap(({ validFrom, validTo }) =>
      [validFrom, validTo].filter((instant) => instant !== null),
    ),
  };
}
