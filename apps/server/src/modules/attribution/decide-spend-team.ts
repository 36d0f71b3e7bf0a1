import type { CompiledRules } from './compile-rules.ts';
import { chosen, type Decision, type TeamChoice, unattributed } from './decision.ts';
import { byRules } from './judge-touch.ts';
import { matchUtm } from './match-utm.ts';

/** A team's claim to an ad account during [validFrom, validTo); null is open. */
export type AccountBinding = TeamChoice & { validFrom: Date | null; validTo: Date | null };

/** One ad's day of spend, with what a person said of its campaign and account. */
export type SpendQuestion = {
  /** The team a person gave this campaign. */
  campaignAssignment: TeamChoice | null;
  /** All bindings of this ad account, of any date. */
  accountBindings: readonly AccountBinding[];
  accountId: string;
  campaignId: string;
  campaignName: string | null;
  adName: string | null;
  /** An instant of the day the money was spent. */
  at: Date;
};

/**
 * Whose money a day of ad spend was: campaign assignment, ad account binding, rules on the campaign's and
 * the ad's names, nobody. Two teams bound to one account on one day is a conflict, not a double count.
 */
export function decideSpendTeam(compiled: CompiledRules, question: SpendQuestion): Decision {
  const { campaignAssignment, accountId, campaignId, campaignName, adName, at } = question;
  const evidence = {
    account_id: accountId,
    campaign_id: campaignId,
    campaign_name: campaignName,
    ad_name: adName,
  };
  if (campaignAssignment) return chosen(campaignAssignment, 'campaign_assignment', evidence);

  const bound = question.accountBindings.filter((binding) => isBoundAt(binding, at));
  const [binding] = bound;
  if (new Set(bound.map(({ teamId }) => teamId)).size > 1) {
    const teams = bound.map(({ teamId, teamName }) => ({ team_id: teamId, team_name: teamName }));
    return unattributed('conflict', { ...evidence, bound_teams: teams });
  }
  if (binding) return chosen(binding, 'ad_account', evidence);

  // Our ads carry utm_campaign={{campaign.name}} and utm_content={{ad.name}}: the same rules read both.
  const subject = {
    utm_campaign: campaignName,
    utm_content: adName,
    ad_account: accountId,
    campaign_id: campaignId,
  };
  return byRules(matchUtm(compiled, subject, at), 'ad_name', evidence);
}

function isBoundAt({ validFrom, validTo }: AccountBinding, at: Date): boolean {
  return (validFrom === null || validFrom <= at) && (validTo === null || at < validTo);
}
