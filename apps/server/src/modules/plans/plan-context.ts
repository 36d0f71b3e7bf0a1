import type { ReportDeps } from '../analytics/index.ts';
import { reportCurrency } from '../settings/index.ts';
import { planWeek } from './plan-week.ts';

/** The asked week and the money of plans: the academy's own where reports know it, else what its reports are in. */
export async function planContext(deps: ReportDeps, day: string | undefined) {
  const academy = await deps.academy();
  return {
    week: planWeek(day, deps.clock.now(), academy.timezone),
    currency: reportCurrency(academy),
  };
}
