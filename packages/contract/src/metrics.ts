import { z } from 'zod';
import { Decimal, type SOURCE_KEYS } from './common.ts';

/** A sum of additive metrics, some of them subtracted: `{ plus: ['revenue'], minus: ['spend'] }`. */
export type Sum = { plus: readonly string[]; minus?: readonly string[] };

type SourceKey = (typeof SOURCE_KEYS)[number];

type AdditiveMetric = {
  kind: 'additive';
  unit: 'money' | 'count';
  direction: 'up' | 'down' | 'neutral';
  /** What feeds it: late or failing, the figure is marked incomplete. */
  sources: readonly SourceKey[];
};
type RatioMetric = {
  kind: 'ratio';
  unit: 'money' | 'percent' | 'times';
  direction: 'up' | 'down' | 'neutral';
  numerator: Sum;
  denominator: Sum;
  /** 100 for percentages, 1000 for a price per thousand. */
  factor: number;
};

/**
 * The metric catalogue: one definition for API, screens, exports and messages. A ratio is always
 * sum / sum, never a mean of ratios; a zero denominator gives null ("unknown"), and spend > 0 with
 * revenue 0 is a real ROAS of 0 and a real ROI of -100 %.
 */
export const METRICS = {
  spend: { kind: 'additive', unit: 'money', direction: 'neutral', sources: ['meta', 'rates'] },
  impressions: { kind: 'additive', unit: 'count', direction: 'neutral', sources: ['meta'] },
  clicks: { kind: 'additive', unit: 'count', direction: 'neutral', sources: ['meta'] },
  leads: { kind: 'additive', unit: 'count', direction: 'up', sources: ['landing'] },
  sales: { kind: 'additive', unit: 'count', direction: 'up', sources: ['amocrm'] },
  express_purchases: { kind: 'additive', unit: 'count', direction: 'up', sources: ['amocrm'] },
  flagman_purchases: { kind: 'additive', unit: 'count', direction: 'up', sources: ['amocrm'] },
  revenue: { kind: 'additive', unit: 'money', direction: 'up', sources: ['amocrm'] },
  express_revenue: { kind: 'additive', unit: 'money', direction: 'up', sources: ['amocrm'] },
  flagman_revenue: { kind: 'additive', unit: 'money', direction: 'up', sources: ['amocrm'] },
  /** Sales whose amount is unknown: counted here, never as zero revenue. */
  sales_amount_unknown: { kind: 'additive', unit: 'count', direction: 'down', sources: ['amocrm'] },
  /** Ad-days whose spend could not be converted because no rate is known: missing from `spend`. */
  spend_unconverted: { kind: 'additive', unit: 'count', direction: 'down', sources: ['meta', 'rates'] },
  /** People of the period's first leads who bought this product or a later one, whenever: the funnel never widens. */
  express_persons: { kind: 'additive', unit: 'count', direction: 'up', sources: ['landing', 'amocrm'] },
  flagman_persons: { kind: 'additive', unit: 'count', direction: 'up', sources: ['landing', 'amocrm'] },
  /** First leads whose N days are over, and what they paid within these days. */
  cohort_persons_30: { kind: 'additive', unit: 'count', direction: 'neutral', sources: ['landing'] },
  cohort_persons_90: { kind: 'additive', unit: 'count', direction: 'neutral', sources: ['landing'] },
  cohort_persons_180: { kind: 'additive', unit: 'count', direction: 'neutral', sources: ['landing'] },
  cohort_revenue_30: { kind: 'additive', unit: 'money', direction: 'up', sources: ['landing', 'amocrm'] },
  cohort_revenue_90: { kind: 'additive', unit: 'money', direction: 'up', sources: ['landing', 'amocrm'] },
  cohort_revenue_180: { kind: 'additive', unit: 'money', direction: 'up', sources: ['landing', 'amocrm'] },
  ctr: ratio('percent', 'up', ['clicks'], ['impressions'], 100),
  cpc: ratio('money', 'down', ['spend'], ['clicks'], 1),
  cpm: ratio('money', 'down', ['spend'], ['impressions'], 1000),
  cpl: ratio('money', 'down', ['spend'], ['leads'], 1),
  cpa: ratio('money', 'down', ['spend'], ['sales'], 1),
  cpa_express: ratio('money', 'down', ['spend'], ['express_purchases'], 1),
  cpa_flagman: ratio('money', 'down', ['spend'], ['flagman_purchases'], 1),
  roas: ratio('times', 'up', ['revenue'], ['spend'], 1),
  roi: {
    kind: 'ratio',
    unit: 'percent',
    direction: 'up',
    numerator: { plus: ['revenue'], minus: ['spend'] },
    denominator: { plus: ['spend'] },
    factor: 100,
  },
  drr: ratio('percent', 'down', ['spend'], ['revenue'], 100),
  /** Over the sales whose amount is known (ADR 52): an unknown amount is no sale of nothing. */
  aov: {
    kind: 'ratio',
    unit: 'money',
    direction: 'up',
    numerator: { plus: ['revenue'] },
    denominator: { plus: ['sales'], minus: ['sales_amount_unknown'] },
    factor: 1,
  },
  cr_lead_express: ratio('percent', 'up', ['express_persons'], ['leads'], 100),
  cr_express_flagman: ratio('percent', 'up', ['flagman_persons'], ['express_persons'], 100),
  ltv_30: ratio('money', 'up', ['cohort_revenue_30'], ['cohort_persons_30'], 1),
  ltv_90: ratio('money', 'up', ['cohort_revenue_90'], ['cohort_persons_90'], 1),
  ltv_180: ratio('money', 'up', ['cohort_revenue_180'], ['cohort_persons_180'], 1),
} as const satisfies Record<string, AdditiveMetric | RatioMetric>;

function ratio(
  unit: RatioMetric['unit'],
  direction: RatioMetric['direction'],
  plus: readonly string[],
  denominator: readonly string[],
  factor: number,
): RatioMetric {
  return { kind: 'ratio', unit, direction, numerator: { plus }, denominator: { plus: denominator }, factor };
}

export type MetricKey = keyof typeof METRICS;
export const METRIC_KEYS = Object.keys(METRICS) as MetricKey[];

export const ADDITIVE_KEYS = [
  'spend',
  'impressions',
  'clicks',
  'leads',
  'sales',
  'express_purchases',
  'flagman_purchases',
  'revenue',
  'express_revenue',
  'flagman_revenue',
  'sales_amount_unknown',
  'spend_unconverted',
  'express_persons',
  'flagman_persons',
  'cohort_persons_30',
  'cohort_persons_90',
  'cohort_persons_180',
  'cohort_revenue_30',
  'cohort_revenue_90',
  'cohort_revenue_180',
] as const satisfies readonly MetricKey[];
export type AdditiveKey = (typeof ADDITIVE_KEYS)[number];

/** The additive figures a metric is made of: itself, or the parts of its ratio. */
export function partsOf(key: MetricKey): AdditiveKey[] {
  const metric: AdditiveMetric | RatioMetric = METRICS[key];
  if (metric.kind === 'additive') return [key as AdditiveKey];
  const { numerator, denominator } = metric;
  const parts = [numerator, denominator].flatMap(({ plus, minus = [] }) => [...plus, ...minus]);
  return [...new Set(parts)] as AdditiveKey[];
}

/** The sources a metric stands on, through the parts of a ratio: ROAS stands on sales and on spend. */
export function sourcesOf(key: MetricKey): SourceKey[] {
  return [...new Set(partsOf(key).flatMap((part) => METRICS[part].sources))];
}

/**
 * One row of figures: counts as numbers, money and ratios as decimal strings, null where the truth is
 * unknown. `spend`, `impressions`, `clicks` are null when the source never delivered for the period.
 */
export const MetricValues = z.object({
  spend: Decimal.nullable(),
  impressions: z.number().int().nullable(),
  clicks: z.number().int().nullable(),
  leads: z.number().int().nullable(),
  sales: z.number().int(),
  express_purchases: z.number().int(),
  flagman_purchases: z.number().int(),
  revenue: Decimal,
  express_revenue: Decimal,
  flagman_revenue: Decimal,
  sales_amount_unknown: z.number().int(),
  spend_unconverted: z.number().int(),
  express_persons: z.number().int().nullable(),
  flagman_persons: z.number().int().nullable(),
  cohort_persons_30: z.number().int().nullable(),
  cohort_persons_90: z.number().int().nullable(),
  cohort_persons_180: z.number().int().nullable(),
  cohort_revenue_30: Decimal.nullable(),
  cohort_revenue_90: Decimal.nullable(),
  cohort_revenue_180: Decimal.nullable(),
  ctr: Decimal.nullable(),
  cpc: Decimal.nullable(),
  cpm: Decimal.nullable(),
  cpl: Decimal.nullable(),
  cpa: Decimal.nullable(),
  cpa_express: Decimal.nullable(),
  cpa_flagman: Decimal.nullable(),
  roas: Decimal.nullable(),
  roi: Decimal.nullable(),
  drr: Decimal.nullable(),
  aov: Decimal.nullable(),
  cr_lead_express: Decimal.nullable(),
  cr_express_flagman: Decimal.nullable(),
  ltv_30: Decimal.nullable(),
  ltv_90: Decimal.nullable(),
  ltv_180: Decimal.nullable(),
});
export type MetricValues = z.infer<typeof MetricValues>;
