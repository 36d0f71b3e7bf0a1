import type { PlanMetric } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import type { KpiKey } from '../kpi-days.ts';
import { paceVerdict } from './plan-of-period.ts';
import { usePlanTexts } from './texts.ts';

const COLOUR = { good: 'text-good', bad: 'text-bad', flat: 'text-ink-2' } as const;

/** The fact against what the plan expects by now: an arrow, words and a percentage. */
export function Pace({ metric, pace }: { metric: PlanMetric | KpiKey; pace: string }) {
  const t = usePlanTexts();
  const format = useFormatter();
  const arrow = Number(pace) >= 100 ? '↑' : '↓';
  return (
    <span className={`whitespace-nowrap ${COLOUR[paceVerdict(metric, pace)]}`}>
      <span aria-hidden="true">{arrow} </span>
      {t('pace', { pace: format.percent(pace, 0) })}
    </span>
  );
}
