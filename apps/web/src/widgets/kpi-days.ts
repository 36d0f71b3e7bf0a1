import type { MetricKey, OverviewResponse } from '@traffic/contract';

type Day = OverviewResponse['days'][number];

/** The six figures of the first row, in their order. */
export const KPI_METRICS = [
  'spend',
  'leads',
  'sales',
  'revenue',
  'roas',
  'cpa',
] as const satisfies readonly MetricKey[];
export type KpiKey = (typeof KPI_METRICS)[number];

const divide = (part: string | number | null, whole: string | number | null): number | null =>
  part === null || whole === null || Number(whole) === 0 ? null : Number(part) / Number(whole);

/**
 * The metric by day as plain numbers: pixels of a sparkline, never printed. A day whose figure is unknown
 * (no spend from Meta, nothing to divide by) is a gap.
 */
export function dailyValues(days: readonly Day[], metric: KpiKey): (number | null)[] {
  return days.map((day) => {
    if (metric === 'roas') return divide(day.revenue, day.spend);
    if (metric === 'cpa') return divide(day.spend, day.sales);
    const value = day[metric];
    return value === null ? null : Number(value);
  });
}
