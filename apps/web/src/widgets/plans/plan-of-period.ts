import type { PlanMetric, PlansResponse } from '@traffic/contract';
import { PLAN_METRICS } from '@traffic/contract';
import { lengthDays } from '../../lib/period.ts';
import type { KpiKey } from '../kpi-days.ts';

/** A Monday all others are whole weeks away from. */
const SOME_MONDAY = '2024-01-01';
const isMonday = (day: string): boolean => (lengthDays({ start: SOME_MONDAY, end: day }) - 1) % 7 === 0;

/**
 * Which week's plan belongs to a period: the running week's while the period reaches today, the week itself when the period
 * is one; none otherwise, since a plan of one week says nothing of another time.
 */
export function planDayOf(period: { start: string; end: string }, today: string): string | null {
  if (period.end >= today) return period.start <= today ? today : null;
  return isMonday(period.start) && lengthDays(period) === 7 ? period.start : null;
}

/** A KPI's plan: what was promised, and how far it is. */
export type KpiPlan = {
  done: string;
  pace: string | null;
  elapsed: number;
  promised: string;
  currency: string;
};

const isPlanned = (metric: KpiKey): metric is PlanMetric & KpiKey =>
  PLAN_METRICS.some((name) => name === metric);

/** The plan of a KPI; null without one. A team sees its own, everybody the sum of the planned teams. */
export function planOfKpi(plans: PlansResponse | undefined, team: string | undefined, metric: KpiKey) {
  if (plans === undefined || !isPlanned(metric)) return null;
  const row = team === undefined ? plans.total : plans.rows.find((one) => one.team.slug === team);
  const progress = row?.progress?.[metric];
  const promised = row?.plan?.[metric];
  if (!progress?.done || promised == null) return null;
  const plan: KpiPlan = {
    ...{ done: progress.done, pace: progress.pace, promised: String(promised) },
    elapsed: Number(plans.elapsed),
    currency: plans.currency,
  };
  return plan;
}

/** Whether the pace is good: for spend neither way is, since more is not better. */
export function paceVerdict(metric: PlanMetric | KpiKey, pace: string): 'good' | 'bad' | 'flat' {
  if (metric === 'spend') return 'flat';
  const value = Number(pace);
  return value >= 100 ? 'good' : value < 90 ? 'bad' : 'flat';
}
