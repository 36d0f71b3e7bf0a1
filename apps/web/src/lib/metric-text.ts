import type { Currency, MetricKey, MetricValues } from '@traffic/contract';
import { METRICS } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import type { FigureParts, Formatter } from './format.ts';
import { incompleteSources, nullReason } from './metrics.ts';

const unitOf = (key: MetricKey): 'money' | 'count' | 'percent' | 'times' => METRICS[key].unit;

/** A figure cut into digits and unit, for a tile. */
export function metricParts(
  key: MetricKey,
  value: string | number,
  currency: Currency,
  format: Formatter,
): FigureParts {
  const unit = unitOf(key);
  if (unit === 'money') return format.moneyParts(String(value), currency);
  if (unit === 'percent') return { prefix: '', digits: format.number(value, 1), unit: '%' };
  if (unit === 'times') return { prefix: '', digits: format.number(value, 2), unit: '×' };
  return { prefix: '', digits: format.number(value), unit: '' };
}

/** A figure for a table cell: the unit stands in the column's header. */
export function metricCell(
  key: MetricKey,
  value: string | number,
  currency: Currency,
  format: Formatter,
): string {
  const unit = unitOf(key);
  if (unit === 'percent') return format.number(value, 1);
  if (unit === 'times') return format.number(value, 2);
  return format.number(value, unit === 'money' && currency !== 'KZT' ? 2 : 0);
}

/** The exact figure with its unit, for explanations. */
export function metricExact(
  key: MetricKey,
  value: string | number,
  currency: Currency,
  format: Formatter,
): string {
  const unit = unitOf(key);
  if (unit === 'money') return format.money(String(value), currency);
  if (unit === 'percent') return format.percent(String(value));
  if (unit === 'times') return `${format.number(value, 2)}\u00a0×`;
  return format.number(value);
}

/** «₸», «%» or nothing: what a column's header says after its name. */
export function metricUnit(key: MetricKey, currency: Currency): string {
  const unit = unitOf(key);
  if (unit === 'money') return currency === 'KZT' ? '₸' : '$';
  return unit === 'percent' ? '%' : unit === 'times' ? '×' : '';
}

export type MetricReasons = ReturnType<typeof useMetricReasons>;

/** Words for a figure that cannot be trusted or is not there. */
export function useMetricReasons() {
  const { t } = useTranslation();
  return {
    /** Why the figure is «—»; null when it is known. */
    unknown(key: MetricKey, values: MetricValues): string | null {
      const reason = nullReason(key, values);
      if (reason === null) return null;
      if (reason.kind === 'no_base') return t('unknown.noBase', { base: t(`metric.${reason.base}`) });
      const source = reason.sources.map((name) => t(`source.${name}`)).join(', ');
      return t('unknown.noSource', { source });
    },
    /** Which late sources the figure stands on; null when it is complete. */
    incomplete(key: MetricKey, late: Parameters<typeof incompleteSources>[1]): string | null {
      const sources = incompleteSources(key, late);
      if (sources.length === 0) return null;
      return t('unknown.incomplete', { sources: sources.map((name) => t(`sourceOf.${name}`)).join(', ') });
    },
  };
}
