import type { Receipt, SpendReceiptQuery } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import { dayBounds } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { decideSpendTeam, readReceipt, type RuleBook } from '../attribution/index.ts';
import { loadClaims } from '../spend/index.ts';

/** @throws AppError `not_found` for an id that no lead has */
export async function readLeadReceipt(db: Db, id: string): Promise<Receipt> {
  const lead = /^\d{1,18}$/.test(id)
    ? await db.selectFrom('traffic_leads').select('attribution_id').where('id', '=', id).executeTakeFirst()
    : undefined;
  if (lead === undefined) throw notFound('Такой заявки нет');
  return readReceipt(db, lead.attribution_id, { ownOnly: false });
}

type AdDay = {
  campaign_id: string | null;
  campaign_name: string | null;
  ad_name: string | null;
  team_id: number | null;
  synced_at: Date;
  at: Date;
};

/**
 * Why a day of an ad is whose it is. Spend keeps its team and basis only, since Meta's figures are replaced by
 * the window; the rest of the receipt is decided anew by the rules in force, which is what the day stands on.
 *
 * @throws AppError `validation` for a day that no calendar has, `not_found` for one without this ad
 */
export async function readSpendReceipt(
  db: Db,
  rules: RuleBook,
  { account_id, ad_id, day }: z.infer<typeof SpendReceiptQuery>,
): Promise<Receipt> {
  dayBounds(day, 'UTC');
  const { rows } = await sql<AdDay>`
    select s.campaign_id, s.campaign_name, s.ad_name, s.team_id, s.synced_at,
      (s.day::timestamp at time zone coalesce(a.timezone_name, 'UTC')) as at
    from traffic_stats s join ad_accounts a on a.account_id = s.account_id
    where s.account_id = ${account_id} and s.ad_id = ${ad_id} and s.day = ${day}`.execute(db);
  const [adDay] = rows;
  if (adDay === undefined) throw notFound('Такого дня у этого объявления нет');
  const campaignId = adDay.campaign_id ?? '';
  const decision = decideSpendTeam(rules.compiled, {
    claims: (await loadClaims(db)).of(account_id, campaignId),
    accountId: account_id,
    campaignId,
    campaignName: adDay.campaign_name,
    adName: adDay.ad_name,
    at: adDay.at,
  });
  const team = await db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color'])
    .where('id', '=', decision.teamId ?? 0)
    .executeTakeFirst();
  return {
    team: team ?? null,
    confidence: decision.confidence,
    basis: decision.basis,
    reason: decision.reason,
    rule_id: decision.ruleId,
    rule_version: rules.version,
    evidence: decision.evidence,
    rejected: [...decision.rejected],
    decided_at: adDay.synced_at.toISOString(),
  };
}
