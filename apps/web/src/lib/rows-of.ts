import type { MetricKey, UtmField } from '@traffic/contract';

/** What narrows a list of leads or sales beside its period and team, so that it holds exactly what a number counts. */
export type RowNarrow = {
  /** Only what the metric «sales» adds up: without it the list shows everything that was sold, reversed or not. */
  rows?: 'counted' | undefined;
  product?: string | undefined;
  /** People who bought this product or a later one; `any` = anything. */
  bought?: string | undefined;
} & Partial<Record<UtmField, string | undefined>>;

/** The page that lists the rows of a figure. */
export type RowsTarget = { to: '/ads'; narrow?: undefined } | { to: '/leads' | '/sales'; narrow?: RowNarrow };

const ADS: RowsTarget = { to: '/ads' };
const LEADS: RowsTarget = { to: '/leads' };
const SALES: RowsTarget = { to: '/sales', narrow: { rows: 'counted' } };
const ofProduct = (product: string): RowsTarget => ({ to: '/sales', narrow: { rows: 'counted', product } });
const buyersOf = (bought: string): RowsTarget => ({ to: '/leads', narrow: { bought } });

/** A ratio leads to the rows of what it is a ratio of: those that can be looked at one by one. */
const ROWS: Partial<Record<MetricKey, RowsTarget>> = {
  spend: ADS,
  impressions: ADS,
  clicks: ADS,
  ctr: ADS,
  cpc: ADS,
  cpm: ADS,
  spend_unconverted: ADS,
  leads: LEADS,
  cpl: LEADS,
  sales: SALES,
  revenue: SALES,
  sales_amount_unknown: SALES,
  aov: SALES,
  cpa: SALES,
  roas: SALES,
  roi: SALES,
  drr: SALES,
  express_purchases: ofProduct('express'),
  express_revenue: ofProduct('express'),
  cpa_express: ofProduct('express'),
  flagman_purchases: ofProduct('flagman'),
  flagman_revenue: ofProduct('flagman'),
  cpa_flagman: ofProduct('flagman'),
  express_persons: buyersOf('express'),
  cr_lead_express: buyersOf('express'),
  flagman_persons: buyersOf('flagman'),
  cr_express_flagman: buyersOf('flagman'),
};

/** Where the rows of this figure are; null for one that has none of its own. */
export const rowsOf = (metric: MetricKey): RowsTarget | null => ROWS[metric] ?? null;
