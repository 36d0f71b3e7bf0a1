import type { AdFigures, MetricKey } from '@traffic/contract';

type AdMetric = Extract<MetricKey, keyof AdFigures>;

/** What Meta says stands first, what the CRM says after it: in `both` they are beside each other. */
export const AD_COLUMNS = {
  both: ['spend', 'impressions', 'clicks', 'ctr', 'leads', 'cpl', 'sales', 'cpa', 'revenue', 'roas'],
  budget: ['spend', 'impressions', 'clicks', 'ctr', 'cpc', 'cpm'],
  funnel: ['clicks', 'leads', 'cpl', 'express_purchases', 'flagman_purchases', 'cpa'],
  money: ['spend', 'sales', 'revenue', 'roas', 'roi'],
} as const satisfies Record<string, readonly AdMetric[]>;
export type AdColumns = keyof typeof AD_COLUMNS;
export const AD_COLUMN_NAMES = Object.keys(AD_COLUMNS) as AdColumns[];
/** Sums that the server can order by. */
export const AD_SORTS = ['spend', 'clicks', 'leads', 'sales', 'revenue'] as const;
export type AdSort = (typeof AD_SORTS)[number];

const FROM_META: readonly string[] = ['spend', 'impressions', 'clicks', 'ctr', 'cpc', 'cpm'];

/** Whose word a figure is: Meta's alone, or the CRM's (also where Meta's spend is divided by it). */
export const sourceOfColumn = (metric: string): 'meta' | 'crm' =>
  FROM_META.includes(metric) ? 'meta' : 'crm';

const OF_PEOPLE: readonly string[] = ['leads', 'sales', 'express_purchases', 'flagman_purchases', 'revenue'];

/** Whether the figure means something of leads and sales that name no campaign: those have no spend to be divided. */
export const hasWithoutCampaign = (metric: string): boolean => OF_PEOPLE.includes(metric);
