import { sql } from 'kysely';
import type { AdDay, InsightsRange } from '../../integrations/meta/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { convertRows } from './convert-spend.ts';

/** An ad's day with the team it belongs to; `basis` says why, or why to nobody. */
export type CreditedAdDay = AdDay & { teamId: number | null; basis: string };

/**
 * Replaces an account's days by what Meta says now, in the caller's transaction: restated figures are
 * followed, vanished rows go, and readers see the old window or the new one. The control totals of these days were of
 * the old figures and go, too: a day is compared again when they are read again.
 */
export async function replaceWindow(
  trx: Db,
  { accountId, since, until }: InsightsRange,
  rows: readonly CreditedAdDay[],
  now: Date,
): Promise<void> {
  const inWindow = sql`account_id = ${accountId} and day between ${since}::date and ${until}::date`;
  await sql`delete from traffic_stats where ${inWindow}`.execute(trx);
  await sql`delete from ad_account_days where ${inWindow}`.execute(trx);
  await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name,
      spend, currency, impressions, clicks, leads, purchases, team_id, basis, synced_at)
    select ${accountId}, a."adId", a.day, a."adName", a."adsetId", a."adsetName", a."campaignId", a."campaignName",
      a.spend, a.currency, a.impressions, a.clicks, a.leads, a.purchases, a."teamId", a.basis, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a
      ("adId" text, day date, "adName" text, "adsetId" text, "adsetName" text, "campaignId" text, "campaignName" text,
       spend numeric, currency text, impressions bigint, clicks bigint, leads bigint, purchases bigint,
       "teamId" int, basis text)`.execute(trx);
  await convertRows(trx, [accountId], sql`s.day between ${since}::date and ${until}::date`);
}
