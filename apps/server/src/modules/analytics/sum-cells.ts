import { ADDITIVE_KEYS, type AdditiveKey, METRICS, type MetricValues } from '@traffic/contract';
import { fillRatios, sumMoney } from '../../platform/money.ts';
import type { Cell } from './load-cells.ts';

type Additive = Pick<MetricValues, AdditiveKey>;

/** Which sources have ever delivered: figures of one that has not are unknown (null), not zero. */
export type Known = { meta: boolean; landing: boolean };

/** The metrics of a set of cells: additive ones summed exactly, ratios computed from the sums. */
export function sumCells(cells: readonly Cell[], known: Known): MetricValues {
  const sums: Record<string, string | number> = {};
  for (const key of ADDITIVE_KEYS) {
    const values = cells.map((cell) => cell[key]);
    sums[key] =
      METRICS[key].unit === 'money'
        ? sumMoney(values.map(String))
        : values.reduce<number>((sum, value) => sum + Number(value), 0);
  }
  const additive = sums as Additive;
  return fillRatios({
    ...additive,
    spend: known.meta && !isAllUnconverted(cells) ? additive.spend : null,
    impressions: known.meta ? additive.impressions : null,
    clicks: known.meta ? additive.clicks : null,
    leads: known.landing ? additive.leads : null,
  });
}

/** Money was spent, and of none of it is the rate known: that is unknown, not zero. */
function isAllUnconverted(cells: readonly Cell[]): boolean {
  return (
    cells.some((cell) => cell.spend_unconverted > 0) && cells.every((cell) => cell.spend_converted === 0)
  );
}
