import type { CompiledRules } from './compile-rules.ts';
import { chosen, type Decision, type TeamChoice, unattributed } from './decision.ts';
import { byRules } from './judge-touch.ts';
import { matchUtm } from './match-utm.ts';

/** A team's claim to a campaign or an ad account during [validFrom, validTo); null is open. */
export type SpendClaim = TeamChoice & { validFrom: Date | null; validTo: Date | null };

/** What people said of a campaign and of its ad account, of any date. */
export type SpendClaims = { campaign: readonly SpendClaim[]; account: readonly SpendClaim[] };

/** One ad's day of spend. */
export type SpendQuestion = {
  claims: SpendClaims;
  accountId: string;
  campaignId: string;
  campaignName: string | null;
  adName: string | null;
  /** An instant of the day the money was spent. */
  at: Date;
};

/**
 * Whose money a day of ad spend was: campaign assignment, ad account binding, rules on the campaign's and
 * the ad's names, nobody. Two teams that claim one day of it are a conflict, not a double count.
 */
export function decideSpendTeam(compiled: CompiledRules, question: SpendQuestion): Decision {
  const { claims, accountId, campaignId, campaignName, adName, at } = question;
  const evidence = {
    account_id: accountId,
    campaign_id: campaignId,
    campaign_name: campaignName,
    ad_name: adName,
  };
  const said =
    byClaims(claims.campaign, at, 'campaign_assignment', evidence) ??
    byClaims(claims.account, at, 'ad_account', evidence);
  if (said !== null) return said;

  // Our ads carry utm_campaign={{campaign.name}} and utm_content={{ad.name}}: the same rules read both.
  const subject = {
    utm_campaign: campaignName,
    utm_content: adName,
    ad_account: accountId,
    campaign_id: campaignId,
  };
  return byRules(matchUtm(compiled, subject, at), 'ad_name', evidence);
}

function byClaims(
  claims: readonly SpendClaim[],
  at: Date,
  basis: 'campaign_assignment' | 'ad_account',
  evidence: Record<string, unknown>,
): Decision | null {
  const standing = claims.filter((claim) => standsAt(claim, at));
  const [claim] = standing;
  if (claim === undefined) return null;
  if (standing.every(({ teamId }) => teamId === claim.teamId)) return chosen(claim, basis, evidence);
  const teams = standing.map(({ teamId, teamName }) => ({ team_id: teamId, team_name: teamName }));
  return unattributed('conflict', { ...evidence, bound_teams: teams });
}

function standsAt({ validFrom, validTo }: SpendClaim, at: Date): boolean {
  return (validFrom === null || validFrom <= at) && (validTo === null || at < validTo);
}
