import type { MetricKey } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { changePercent } from '../lib/decimal.ts';
import { verdictOf } from '../lib/metrics.ts';
import { useFormatter } from '../lib/use-formatter.ts';

const COLOUR = { good: 'text-good', bad: 'text-bad', flat: 'text-ink-2' } as const;

type DeltaProps = {
  metric: MetricKey;
  value: string | number | null;
  base: string | number | null;
};

/** Change against the compared period: arrow, sign and percentage; colour only says good or bad. */
export function Delta({ metric, value, base }: DeltaProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const change = value === null || base === null ? null : changePercent(String(value), String(base));
  if (change === null) return <span className="text-ink-2">{t('kpi.noBase')}</span>;
  const arrow = change.startsWith('-') ? '↓' : Number(change) === 0 ? '→' : '↑';
  return (
    <span className={`font-medium whitespace-nowrap ${COLOUR[verdictOf(metric, change)]}`}>
      <span aria-hidden="true">{arrow} </span>
      {format.signedPercent(change)}
    </span>
  );
}
