import { ADDITIVE_KEYS, METRICS, type MetricValues, type SourceState } from '@traffic/contract';
import { Big } from 'big.js';
import { fillRatios } from '../../platform/money.ts';
import type { Sums } from './load-figures.ts';

/** Which sources have ever delivered: figures of one that has not are unknown (null), not zero. */
export type Known = { meta: boolean; landing: boolean };

export function knownSources(sources: SourceState[]): Known {
  const delivered = (key: SourceState['key']) =>
    sources.some((source) => source.key === key && source.updated_at !== null);
  return { meta: delivered('meta'), landing: delivered('landing') };
}

const SUMMED = [...ADDITIVE_KEYS, 'spend_converted', 'spend_kzt', 'spend_usd'] as const;
const isMoney = (key: (typeof SUMMED)[number]) =>
  key === 'spend_kzt' || key === 'spend_usd' || (key !== 'spend_converted' && METRICS[key].unit === 'money');

/** Exact sums of sums; none at all are zeros. */
export function addSums(rows: readonly Sums[]): Sums {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return pick(only);
  const sums = SUMMED.map((key): [string, string | number] => {
    const values = rows.map((row) => row[key]);
    if (isMoney(key))
      return [key, values.reduce<Big>((sum, value) => sum.plus(value), new Big(0)).toFixed(2)];
    return [key, values.reduce<number>((sum, value) => sum + Number(value), 0)];
  });
  return Object.fromEntries(sums) as Sums;
}

const pick = (row: Sums) => Object.fromEntries(SUMMED.map((key) => [key, row[key]])) as Sums;

type Additive = Parameters<typeof fillRatios>[0];

/** The additive metrics of a row, what is unknown as null. */
export function toAdditive(sums: Sums, known: Known): Additive {
  const { spend_converted: converted, spend_kzt: _kzt, spend_usd: _usd, ...rest } = sums;
  const additive = rest as Additive;
  // Money was spent, and of none of it is the rate known: that is unknown, not zero.
  const unconverted = additive.spend_unconverted !== 0 && converted === 0;
  return {
    ...additive,
    ...(known.meta ? {} : { spend: null, impressions: null, clicks: null }),
    ...(unconverted ? { spend: null } : {}),
    ...(known.landing ? {} : WITHOUT_LEADS),
  };
}

/** The same with the ratios, computed from the sums. */
export const toMetrics = (sums: Sums, known: Known): MetricValues => fillRatios(toAdditive(sums, known));

const WITHOUT_LEADS = {
  leads: null,
  express_persons: null,
  flagman_persons: null,
  cohort_persons_30: null,
  cohort_persons_90: null,
  cohort_persons_180: null,
  cohort_revenue_30: null,
  cohort_revenue_90: null,
  cohort_revenue_180: null,
} as const;
