import { z } from 'zod';
import { Decimal, ReportEnvelope, ReportQuery, TeamRef } from './common.ts';

const count = z.number().int();

export const AdLevel = z.enum(['campaign', 'adset', 'ad']);
export type AdLevel = z.infer<typeof AdLevel>;

/** `parent`: the id of the campaign whose ad sets, or of the ad set (or campaign) whose ads are asked; needed below campaigns. */
export const AdsQuery = ReportQuery.extend({
  level: AdLevel.default('campaign'),
  parent: z.string().max(100).optional(),
  sort: z.enum(['spend', 'leads', 'sales', 'revenue', 'clicks']).default('spend'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/**
 * Figures of one ad object, or of several together. What Meta or the landing never delivered is unknown: null. Where leads or sales of
 * the period say a name that other objects have too, whose they are is unknown: these figures are null, `sales` only then.
 */
export const AdFigures = z.object({
  spend: Decimal.nullable(),
  spend_unconverted: count,
  impressions: count.nullable(),
  clicks: count.nullable(),
  leads: count.nullable(),
  sales: count.nullable(),
  express_purchases: count.nullable(),
  flagman_purchases: count.nullable(),
  revenue: Decimal.nullable(),
  sales_amount_unknown: count.nullable(),
  ctr: Decimal.nullable(),
  cpc: Decimal.nullable(),
  cpm: Decimal.nullable(),
  cpl: Decimal.nullable(),
  cpa: Decimal.nullable(),
  roas: Decimal.nullable(),
  roi: Decimal.nullable(),
});
export type AdFigures = z.infer<typeof AdFigures>;

/**
 * GET /api/v1/ads: the objects of one level that spent or sold in the period. Leads and sales join an object when the
 * credited touch names it by id, or by a name that only it has, in the UTM field of its level (campaign: utm_campaign,
 * ad set: utm_term, ad: utm_content). Ads of one name in several ad sets are told apart by utm_term. `rest` are the rows beyond `limit`,
 * `unmatched` the leads and sales that name no campaign, or several; rows + rest + unmatched = total.
 */
export const AdsResponse = ReportEnvelope.extend({
  level: AdLevel,
  parent: z.string().nullable(),
  rows: z.array(
    z.object({
      id: z.string().nullable(),
      name: z.string().nullable(),
      account_id: z.string(),
      team: TeamRef.nullable(),
      figures: AdFigures,
    }),
  ),
  rest: z.object({ rows: count, figures: AdFigures }),
  unmatched: AdFigures,
  total: AdFigures,
});
export type AdsResponse = z.infer<typeof AdsResponse>;
