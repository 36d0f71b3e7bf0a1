import { z } from 'zod';
import { AdFigures } from './ads.ts';
import { Decimal, ReportEnvelope, ReportQuery, TeamRef } from './common.ts';
import { AdAccount, AdAccountId } from './facebook.ts';
import { SuccessResponse } from './session.ts';

/** GET /api/traffic-facebook/accounts */
export const FacebookAccountsResponse = SuccessResponse.extend({ accounts: z.array(AdAccount) });

/** GET /api/traffic-facebook/campaigns/:accountId: as Meta described them at the last nightly look. */
export const FacebookCampaignsParams = z.object({ accountId: AdAccountId });
export const FacebookCampaignsResponse = SuccessResponse.extend({
  account_id: AdAccountId,
  campaigns: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      objective: z.string().nullable(),
      /** What its buyer chose, and what comes of it: ACTIVE, PAUSED, ARCHIVED, WITH_ISSUES... */
      status: z.string().nullable(),
      effective_status: z.string().nullable(),
      /** What Meta appends to the landing page's address, with `{{campaign.name}}` and the like as they are. */
      url_tags: z.string().nullable(),
      updated_at: z.iso.datetime(),
    }),
  ),
});

const tag = z.string().trim().min(1).max(200).optional();

/** GET /api/facebook-ads/insights: `utm_*` keep the campaigns whose tags say so, in any case of letters. */
export const InsightsQuery = ReportQuery.extend({ utm_source: tag, utm_medium: tag, utm_campaign: tag });
export type InsightsQuery = z.infer<typeof InsightsQuery>;
export const UtmTags = z.object({
  utm_source: z.string().nullable(),
  utm_medium: z.string().nullable(),
  utm_campaign: z.string().nullable(),
});
export type UtmTags = z.infer<typeof UtmTags>;

/**
 * Spend, CTR, CPA and ROAS by campaign; leads and sales join as in GET /api/v1/ads. `unmatched` are those of the team that name no
 * campaign, null when campaigns are chosen by their tags. campaigns + unmatched = total.
 */
export const InsightsResponse = ReportEnvelope.extend({
  campaigns: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      account_id: z.string(),
      team: TeamRef.nullable(),
      status: z.string().nullable(),
      /** The tags of its ads with the campaign's name and id filled in; null when Meta did not show them. */
      tags: UtmTags.nullable(),
      figures: AdFigures,
    }),
  ),
  unmatched: AdFigures.nullable(),
  total: AdFigures,
  /**
   * What the accounts spent beyond their ads, by their own totals: of no campaign, no team, and not in `total`. Null of a team, of
   * chosen tags, and when no totals of these days were read. `unconverted` days have no rate and are not in the amount.
   */
  not_allocated: z
    .object({ days: z.number().int(), unconverted: z.number().int(), amount: Decimal })
    .nullable(),
});
export type InsightsResponse = z.infer<typeof InsightsResponse>;

/** POST /api/v1/facebook/backfill: reads spend back to so many months ago; Meta keeps 37. */
export const BackfillRequest = z.object({ months: z.number().int().min(1).max(37) });
