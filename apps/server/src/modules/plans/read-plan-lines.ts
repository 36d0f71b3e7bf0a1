import type { PlanRow, PlansResponse } from '@traffic/contract';
import type { ReportDeps } from '../analytics/index.ts';
import { readPlans } from './read-plans.ts';

/** A digest's line: whose plan, how far the revenue is, and its pace; teams without a plan have none. */
export type PlanLine = Pick<PlanRow, 'team' | 'plan' | 'fact' | 'progress' | 'place'>;

/**
 * The lines of a digest about the plans of a week, best pace of revenue first, unknown ones last. For messages: it is
 * the very answer of `/api/v1/plans`.
 *
 * @param day any day of the week; the running week without it
 */
export async function readPlanLines(
  deps: ReportDeps,
  day?: string,
): Promise<Pick<PlansResponse, 'week' | 'state' | 'currency' | 'total'> & { lines: PlanLine[] }> {
  const { week, state, currency, total, rows } = await readPlans(deps, { week: day }, undefined);
  const pace = ({ progress }: PlanRow) => Number(progress?.revenue?.pace ?? Number.NEGATIVE_INFINITY);
  return {
    ...{ week, state, currency, total },
    lines: rows.filter(({ plan }) => plan !== null).toSorted((a, b) => pace(b) - pace(a)),
  };
}
