import { Currency } from '@traffic/contract';
import type { ReportDeps } from '../analytics/index.ts';
import { planWeek } from './plan-week.ts';

/** The asked week and the money of plans: the academy's own where reports know it, else what its reports are in. */
export async function planContext(deps: ReportDeps, day: string | undefined) {
  const { currency, timezone } = await deps.academy();
  return {
    week: planWeek(day, deps.clock.now(), timezone),
    currency: Currency.safeParse(currency).data ?? ('KZT' as const),
  };
}
