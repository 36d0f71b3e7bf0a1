import type { OverviewResponse } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { metricExact } from '../lib/metric-text.ts';
import { sourcesOf } from '../lib/metrics.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Floating } from '../ui/floating.tsx';
import type { KpiKey } from './kpi-days.ts';
import { KpiRates } from './kpi-rates.tsx';

const OPERANDS: Partial<Record<KpiKey, readonly ['spend' | 'revenue', 'spend' | 'sales']>> = {
  roas: ['revenue', 'spend'],
  cpa: ['spend', 'sales'],
};

/** Figures that foreign money goes into. */
const isMoney = (metric: KpiKey): boolean => sourcesOf(metric).includes('rates');

type Props = { metric: KpiKey; report: OverviewResponse; nameId: string };

/** The tile's name; under the pointer, focus or a tap: formula, its operands, basis, sources and their age. */
export function KpiExplanation({ metric, report, nameId }: Props) {
  const { t } = useTranslation();
  const format = useFormatter();
  const exact = (key: KpiKey, values: OverviewResponse['total']): string => {
    const value = values[key];
    return value === null ? '—' : metricExact(key, value, report.currency, format);
  };
  const rows: [string, string][] = [
    [t('kpi.exact'), exact(metric, report.total)],
    [t('kpi.previous'), exact(metric, report.previous.total)],
    ...(OPERANDS[metric] ?? []).map((key): [string, string] => [
      t(`metric.${key}`),
      exact(key, report.total),
    ]),
  ];
  const sources = report.sources.filter((source) => sourcesOf(metric).includes(source.key));
  return (
    <Floating
      hover
      title={t(`metric.${metric}`)}
      className="w-72"
      trigger={
        <button
          type="button"
          id={nameId}
          className="self-start truncate rounded-[4px] text-sm text-ink-2 decoration-dotted underline-offset-4 hover:underline"
        >
          {t(`metric.${metric}`)}
        </button>
      }
    >
      <p className="text-sm">{t(`formula.${metric}`)}</p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
        {isMoney(metric) ? <KpiRates /> : null}
        {sources.map((source) => (
          <div key={source.key} className="contents">
            <dt className="text-ink-2">{t(`source.${source.key}`)}</dt>
            <dd className="text-right">
              {source.updated_at ? format.dateTime(source.updated_at) : t(`sourceStatus.${source.status}`)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-ink-2">
        {t(report.basis === 'cohort' ? 'formula.basisCohort' : 'formula.basis')}
      </p>
    </Floating>
  );
}
