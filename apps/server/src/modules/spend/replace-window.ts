import { sql, type Transaction } from 'kysely';
import type { AdDay, DayRange } from '../../integrations/meta/index.ts';
import type { Schema } from '../../platform/database/index.ts';

/** An ad's day with the team it belongs to. */
export type CreditedAdDay = AdDay & { teamId: number | null; basis: string };

/**
 * Replaces an account's days by what Meta says now, in the caller's transaction: restated figures are
 * followed, vanished rows go, and readers see the old window or the new one.
 *
 * @param control spend of the whole account by day
 */
export async function replaceWindow(
  trx: Transaction<Schema>,
  accountId: string,
  range: DayRange,
  rows: CreditedAdDay[],
  control: Map<string, string>,
  now: Date,
): Promise<void> {
  const inWindow = sql`account_id = ${accountId} and day between ${range.since} and ${range.until}`;
  await sql`delete from traffic_stats where ${inWindow}`.execute(trx);
  await sql`delete from ad_account_days where ${inWindow}`.execute(trx);
  await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name,
      spend, currency, spend_kzt, rate, rate_date, impressions, clicks, leads, purchases, team_id, basis, synced_at)
    select ${accountId}, a."adId", a.day, a."adName", a."adsetId", a."adsetName", a."campaignId", a."campaignName",
      a.spend, a.currency,
      case when a.currency = 'KZT' then a.spend else round(a.spend * r.rate, 2) end,
      case when a.currency = 'KZT' then 1 else r.rate end,
      case when a.currency = 'KZT' then a.day else r.published_on end,
      a.impressions, a.clicks, a.leads, a.purchases, a."teamId", a.basis, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a
      ("adId" text, day date, "adName" text, "adsetId" text, "adsetName" text, "campaignId" text, "campaignName" text,
       spend numeric, currency text, impressions bigint, clicks bigint, leads bigint, purchases bigint,
       "teamId" int, basis text)
    left join exchange_rates r on r.currency = a.currency and r.quote = 'KZT' and r.rate_date = a.day`.execute(
    trx,
  );
  await sql`
    insert into ad_account_days (account_id, day, spend)
    select ${accountId}, day, spend from unnest(${[...control.keys()]}::date[], ${[...control.values()]}::numeric[])
      as c (day, spend)`.execute(trx);
}
