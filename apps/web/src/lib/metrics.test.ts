import type { MetricValues } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { incompleteSources, nullReason, sourcesOf, verdictOf } from './metrics.ts';

const values = (known: Partial<MetricValues>): MetricValues => ({
  spend: '0',
  impressions: 0,
  clicks: 0,
  leads: 0,
  sales: 0,
  express_purchases: 0,
  flagman_purchases: 0,
  revenue: '0',
  express_revenue: '0',
  flagman_revenue: '0',
  sales_amount_unknown: 0,
  spend_unconverted: 0,
  express_persons: 0,
  flagman_persons: 0,
  cohort_persons_30: 0,
  cohort_persons_90: 0,
  cohort_persons_180: 0,
  cohort_revenue_30: '0.00',
  cohort_revenue_90: '0.00',
  cohort_revenue_180: '0.00',
  ctr: null,
  cpc: null,
  cpm: null,
  cpl: null,
  cpa: null,
  cpa_express: null,
  cpa_flagman: null,
  roas: null,
  roi: null,
  drr: null,
  aov: null,
  cr_lead_express: null,
  cr_express_flagman: null,
  ltv_30: null,
  ltv_90: null,
  ltv_180: null,
  ...known,
});

describe('what a figure stands on', () => {
  it('ROAS stands on sales, spend and rates; leads only on the landing', () => {
    expect(sourcesOf('roas').sort()).toEqual(['amocrm', 'meta', 'rates']);
    expect(sourcesOf('leads')).toEqual(['landing']);
  });

  it('a late Meta marks spend and CPA, and leaves revenue alone', () => {
    expect(incompleteSources('cpa', ['meta'])).toEqual(['meta']);
    expect(incompleteSources('revenue', ['meta'])).toEqual([]);
  });

  it('an unknown spend is the missing source, not a division by zero', () => {
    expect(nullReason('spend', values({ spend: null }))).toEqual({ kind: 'no_source', sources: ['meta'] });
    expect(nullReason('cpl', values({ spend: null }))).toEqual({ kind: 'no_source', sources: ['meta'] });
  });

  it('CPA without sales has nothing to divide by', () => {
    expect(nullReason('cpa', values({ spend: '100' }))).toEqual({ kind: 'no_base', base: 'sales' });
    expect(nullReason('roas', values({ roas: '0' }))).toBeNull();
  });
});

describe('the colour of a change', () => {
  it.each([
    ['revenue', '12.0', 'good'],
    ['revenue', '-12.0', 'bad'],
    ['cpa', '-12.0', 'good'],
    ['cpa', '12.0', 'bad'],
    ['spend', '40.0', 'flat'],
    ['revenue', '0.9', 'flat'],
  ] as const)('%s %s %% is %s', (key, change, verdict) => {
    expect(verdictOf(key, change)).toBe(verdict);
  });
});
