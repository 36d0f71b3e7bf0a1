import { z } from 'zod';

const Count = z.string().regex(/^\d+$/).optional();
const Action = z.object({ action_type: z.string(), value: z.string() });

/** A row of `level=ad` insights as Meta sends it: numbers are strings, an absent metric is absent. */
export const InsightRow = z.object({
  date_start: z.iso.date(),
  account_currency: z.string().length(3),
  campaign_id: z.string(),
  campaign_name: z.string(),
  adset_id: z.string(),
  adset_name: z.string(),
  ad_id: z.string(),
  ad_name: z.string(),
  spend: z.string().regex(/^\d+(\.\d+)?$/),
  impressions: Count,
  clicks: Count,
  actions: z.array(Action).optional(),
});

export const INSIGHT_FIELDS = [
  'account_currency',
  'campaign_id',
  'campaign_name',
  'adset_id',
  'adset_name',
  'ad_id',
  'ad_name',
  'spend',
  'impressions',
  'clicks',
  'actions',
] as const;

/** One ad on one day of its account; null is "Meta did not say", not zero. Counts as digits, ids as text. */
export type AdDay = {
  day: string;
  adId: string;
  adName: string;
  adsetId: string;
  adsetName: string;
  campaignId: string;
  campaignName: string;
  spend: string;
  currency: string;
  impressions: string | null;
  clicks: string | null;
  leads: string | null;
  purchases: string | null;
};

/**
 * `actions[]` is hierarchical and aliased: one lead arrives as four action types. Exactly one type counts
 * for each metric, or everything would be counted several times.
 */
const LEAD_ACTION = 'lead';
const PURCHASE_ACTION = 'omni_purchase';

export function mapInsight(row: z.infer<typeof InsightRow>): AdDay {
  const action = (type: string) => row.actions?.find((entry) => entry.action_type === type)?.value ?? null;
  return {
    day: row.date_start,
    adId: row.ad_id,
    adName: row.ad_name,
    adsetId: row.adset_id,
    adsetName: row.adset_name,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    spend: row.spend,
    currency: row.account_currency,
    impressions: row.impressions ?? null,
    clicks: row.clicks ?? null,
    leads: action(LEAD_ACTION),
    purchases: action(PURCHASE_ACTION),
  };
}
