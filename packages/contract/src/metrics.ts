import { z } from 'zod';
import { Decimal } from './common.ts';

/** A sum of additive metrics, some of them subtracted: `{ plus: ['revenue'], minus: ['spend'] }`. */
type Sum = { plus: readonly string[]; minus?: readonly string[] };

type AdditiveMetric = {
  kind: 'additive';
  unit: 'money' | 'count';
  direction: 'up' | 'down' | 'neutral';
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
  spend: { kind: 'additive', unit: 'money', direction: 'neutral' },
  impressions: { kind: 'additive', unit: 'count', direction: 'neutral' },
  clicks: { kind: 'additive', unit: 'count', direction: 'neutral' },
  leads: { kind: 'additive', unit: 'count', direction: 'up' },
  sales: { kind: 'additive', unit: 'count', direction: 'up' },
  express_purchases: { kind: 'additive', unit: 'count', direction: 'up' },
  flagman_purchases: { kind: 'additive', unit: 'count', direction: 'up' },
  revenue: { kind: 'additive', unit: 'money', direction: 'up' },
  express_revenue: { kind: 'additive', unit: 'money', direction: 'up' },
  flagman_revenue: { kind: 'additive', unit: 'money', direction: 'up' },
  /** Sales whose amount is unknown: counted here, never as zero revenue. */
  sales_amount_unknown: { kind: 'additive', unit: 'count', direction: 'down' },
  /** Ad-days whose spend could not be converted because no rate is known: missing from `spend`. */
  spend_unconverted: { kind: 'additive', unit: 'count', direction: 'down' },
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
  aov: ratio('money', 'up', ['revenue'], ['sales'], 1),
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
] as const satisfies readonly MetricKey[];
export type AdditiveKey = (typeof ADDITIVE_KEYS)[number];

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
});
export type MetricValues = z.infer<typeof MetricValues>;
