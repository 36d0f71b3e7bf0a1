import { PLAN_METRICS, type PlanFigures, type PlanMetric, type PlanProgress } from '@traffic/contract';
import { Big } from 'big.js';

const RATIOS: readonly PlanMetric[] = ['roas', 'cpa'];

/**
 * How far each metric is, in percent with one decimal.
 * @param elapsed part of the week that is over, 0 to 1
 */
export function progressOf(
  plan: PlanFigures,
  fact: PlanFigures,
  elapsed: number,
): Record<PlanMetric, PlanProgress> {
  const of = (metric: PlanMetric): PlanProgress => {
    const [promised, reached] = [plan[metric], fact[metric]];
    if (promised === null || reached === null) return { done: null, pace: null };
    return {
      done: percent(reached, new Big(promised)),
      pace: RATIOS.includes(metric) ? null : percent(reached, new Big(promised).times(elapsed)),
    };
  };
  return Object.fromEntries(PLAN_METRICS.map((metric) => [metric, of(metric)])) as Record<
    PlanMetric,
    PlanProgress
  >;
}

function percent(part: string | number, whole: Big): string | null {
  return whole.eq(0) ? null : new Big(part).times(100).div(whole).toFixed(1);
}
