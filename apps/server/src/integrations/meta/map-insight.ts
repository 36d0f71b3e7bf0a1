import type { AdRow } from './answers.ts';

/**
 * What one ad did on one day of its account's time zone. Figures are Meta's own strings (money in major units of
 * `currency`); null is "Meta did not say", which is not zero.
 */
export type AdDay = {
  day: string;
  adId: string;
  adName: string | null;
  adsetId: string | null;
  adsetName: string | null;
  campaignId: string;
  campaignName: string | null;
  spend: string;
  currency: string;
  impressions: string | null;
  clicks: string | null;
  leads: string | null;
  purchases: string | null;
};

/** Meta reports one lead under several names at once (`lead`, `onsite_web_lead`, ...): exactly one of them is read. */
const LEAD = 'lead';
const PURCHASE = 'omni_purchase';

/** The fields `mapInsight` reads, to be asked for. */
export const AD_FIELDS = [
  'ad_id',
  'ad_name',
  'adset_id',
  'adset_name',
  'campaign_id',
  'campaign_name',
  'account_currency',
  'spend',
  'impressions',
  'clicks',
  'actions',
] as const;

export function mapInsight(row: AdRow): AdDay {
  return {
    day: row.date_start,
    adId: row.ad_id,
    adName: row.ad_name ?? null,
    adsetId: row.adset_id ?? null,
    adsetName: row.adset_name ?? null,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name ?? null,
    spend: row.spend,
    currency: row.account_currency,
    impressions: row.impressions ?? null,
    clicks: row.clicks ?? null,
    leads: actionCount(row, LEAD),
    purchases: actionCount(row, PURCHASE),
  };
}

function actionCount({ actions }: AdRow, type: string): string | null {
  const value = actions?.find((action) => action.action_type === type)?.value;
  return value !== undefined && /^\d+$/.test(value) ? value : null;
}
