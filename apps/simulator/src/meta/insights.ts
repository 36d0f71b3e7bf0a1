import type { Academy } from '../world/academy.ts';
import type { AdFigures } from '../world/ad-figures.ts';
import type { Ad } from '../world/campaigns.ts';
import { daysBetween } from '../world/calendar.ts';
import { deliveryOn } from '../world/spend.ts';
import { type AdAccount, traitsFor } from './accounts.ts';
import { type Conversions, conversionsOf } from './conversions.ts';
import { errors } from './graph-error.ts';

export interface InsightsRequest {
  account: AdAccount;
  level: 'account' | 'campaign' | 'adset' | 'ad';
  since: string;
  until: string;
  /** True for time_increment=1. */
  daily: boolean;
  fields: readonly string[];
  /** The campaign whose insights are asked; all of the account when absent. */
  campaignId?: string | undefined;
  /** Any `filtering` drops archived ads, unasked. */
  filtered: boolean;
}

interface Group {
  ad: Ad;
  first: string;
  last: string;
  spendCents: number;
  impressions: number;
  reach: number;
  clicks: number;
  linkClicks: number;
  conversions: Conversions;
}

/**
 * Rows of an insights request. A row exists only where there was delivery; figures are strings, money in major units, and a
 * metric without a value is absent. Throws GraphError 100 for an unknown field.
 */
export function insightsRows(academy: Academy, request: InsightsRequest, nowMs: number): object[] {
  const groups = new Map<string, Group>();
  for (const day of daysBetween(request.since, request.until)) {
    for (const figures of deliveryOn(academy, day, nowMs)) {
      if (!isAsked(figures.ad, request)) continue;
      const key = `${entityOf(figures.ad, request.level)}|${request.daily ? day : ''}`;
      const bounds = request.daily
        ? { first: day, last: day }
        : { first: request.since, last: request.until };
      groups.set(key, add(groups.get(key), figures, conversionsOf(academy, figures.ad.id, day), bounds));
    }
  }
  const beyond = request.level === 'account' ? traitsFor(academy, request.account.id).unallocatedPct : 0;
  return [...groups.values()].map((group) =>
    present(
      { ...group, spendCents: group.spendCents + Math.floor((group.spendCents * beyond) / 100) },
      request,
    ),
  );
}

function isAsked(ad: Ad, { account, campaignId, filtered }: InsightsRequest): boolean {
  if (filtered && ad.archived) return false;
  return ad.accountId === account.id && (campaignId === undefined || ad.campaignId === campaignId);
}

function entityOf(ad: Ad, level: InsightsRequest['level']): string {
  return { account: ad.accountId, campaign: ad.campaignId, adset: ad.adsetId, ad: ad.id }[level];
}

function add(
  known: Group | undefined,
  figures: AdFigures,
  found: Conversions,
  bounds: { first: string; last: string },
): Group {
  return {
    ad: figures.ad,
    ...bounds,
    spendCents: (known?.spendCents ?? 0) + figures.spendCents,
    impressions: (known?.impressions ?? 0) + figures.impressions,
    reach: (known?.reach ?? 0) + figures.reach,
    clicks: (known?.clicks ?? 0) + figures.clicks,
    linkClicks: (known?.linkClicks ?? 0) + figures.linkClicks,
    conversions: {
      leads: (known?.conversions.leads ?? 0) + found.leads,
      purchases: (known?.conversions.purchases ?? 0) + found.purchases,
      valueUsd: (known?.conversions.valueUsd ?? 0) + found.valueUsd,
    },
  };
}

/** Which names and ids a row of a level carries. */
const LEVELS = ['account', 'campaign', 'adset', 'ad'] as const;
const READERS: Record<string, (group: Group, account: AdAccount) => unknown> = {
  account_id: (_, account) => account.account_id,
  account_name: (_, account) => account.name,
  account_currency: (_, account) => account.currency,
  campaign_id: ({ ad }) => ad.campaignId,
  campaign_name: ({ ad }) => ad.campaignName,
  adset_id: ({ ad }) => ad.adsetId,
  adset_name: ({ ad }) => ad.adsetName,
  ad_id: ({ ad }) => ad.id,
  ad_name: ({ ad }) => ad.name,
  objective: () => 'OUTCOME_LEADS',
  date_start: ({ first }) => first,
  date_stop: ({ last }) => last,
  spend: ({ spendCents }) => (spendCents / 100).toFixed(2),
  impressions: ({ impressions }) => positive(impressions),
  reach: ({ reach }) => positive(reach),
  frequency: ({ impressions, reach }) => ratio(impressions, reach),
  clicks: ({ clicks }) => String(clicks),
  inline_link_clicks: ({ linkClicks }) => positive(linkClicks),
  ctr: ({ clicks, impressions }) => ratio(clicks * 100, impressions),
  cpc: ({ spendCents, clicks }) => ratio(spendCents / 100, clicks),
  cpm: ({ spendCents, impressions }) => ratio(spendCents * 10, impressions),
  actions: (group) => nonEmpty(actions(group)),
  action_values: ({ conversions }) =>
    nonEmpty(purchaseTypes(conversions.valueUsd.toFixed(2), conversions.purchases)),
  cost_per_action_type: (group) => nonEmpty(costs(group)),
};

function present(group: Group, { fields, level, account }: InsightsRequest): object {
  const row: Record<string, unknown> = {};
  for (const field of new Set([...fields, 'date_start', 'date_stop'])) {
    const read = READERS[field];
    if (read === undefined) throw errors.parameter(`${field} is not valid for fields param.`);
    const entity = LEVELS.findIndex((name) => field === `${name}_id` || field === `${name}_name`);
    if (entity > LEVELS.indexOf(level)) continue;
    const value = read(group, account);
    if (value !== undefined) row[field] = value;
  }
  return row;
}

interface Action {
  action_type: string;
  value: string;
}

/** One lead or purchase arrives under several names at once: whoever sums them counts it several times. */
const LEAD_TYPES = [
  'lead',
  'onsite_web_lead',
  'offsite_conversion.fb_pixel_lead',
  'onsite_conversion.lead_grouped',
];
const PURCHASE_TYPES = [
  'omni_purchase',
  'purchase',
  'onsite_web_purchase',
  'offsite_conversion.fb_pixel_purchase',
];

function actions({ linkClicks, conversions }: Group): Action[] {
  const several = (types: readonly string[], count: number): Action[] =>
    count === 0 ? [] : types.map((type) => ({ action_type: type, value: String(count) }));
  return [
    ...several(['link_click'], linkClicks),
    ...several(['landing_page_view', 'omni_landing_page_view'], Math.round(linkClicks * 0.8)),
    ...several(LEAD_TYPES, conversions.leads),
    ...several(PURCHASE_TYPES, conversions.purchases),
  ];
}

function purchaseTypes(value: string, count: number): Action[] {
  return count === 0 ? [] : PURCHASE_TYPES.map((type) => ({ action_type: type, value }));
}

function costs(group: Group): Action[] {
  return actions(group).map(({ action_type, value }) => ({
    action_type,
    value: (group.spendCents / 100 / Number(value)).toFixed(6),
  }));
}

function positive(value: number): string | undefined {
  return value > 0 ? String(value) : undefined;
}

function ratio(part: number, whole: number): string | undefined {
  return whole > 0 ? (part / whole).toFixed(6) : undefined;
}

function nonEmpty(list: Action[]): Action[] | undefined {
  return list.length > 0 ? list : undefined;
}
