import { metricExact } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import type { KpiKey } from '../kpi-days.ts';
import { Pace } from './pace.tsx';
import { PlanBar } from './plan-bar.tsx';
import type { KpiPlan } from './plan-of-period.ts';
import { usePlanTexts } from './texts.ts';

/** In a KPI tile: how much of the week's plan is there, and whether that is enough for today. */
export function KpiPlanLine({ metric, plan }: { metric: KpiKey; plan: KpiPlan }) {
  const t = usePlanTexts();
  const format = useFormatter();
  // Plans are in the academy's own money, whatever the report is shown in.
  const currency = plan.currency === 'USD' ? 'USD' : 'KZT';
  const promised = metricExact(metric, plan.promised, currency, format);
  const label = t('ofWeek', { done: format.percent(plan.done, 0), plan: promised });
  return (
    <div className="mt-1.5 grid gap-1 text-xs" data-plan={metric}>
      <PlanBar done={plan.done} elapsed={plan.elapsed} label={label} />
      <span className="flex flex-wrap justify-between gap-x-2 text-ink-2">
        <span>{t('done', { done: format.percent(plan.done, 0) })}</span>
        {plan.pace === null ? null : <Pace metric={metric} pace={plan.pace} />}
      </span>
    </div>
  );
}
