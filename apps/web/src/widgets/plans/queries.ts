import type { PlanProposalsResponse, PlansResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

/** The plans of a week beside its fact; `day` is any of its days, the running week without it. */
export function plansQuery(team: string | undefined, day?: string) {
  const params = { team, week: day };
  return queryOptions({
    queryKey: ['overview', 'plans', params],
    queryFn: ({ signal }) => request<PlansResponse>(withQuery('/api/v1/plans', params), { signal }),
  });
}

/** What every team could promise for a week. */
export function proposalsQuery(week: string) {
  return queryOptions({
    queryKey: ['overview', 'plan-proposals', week],
    queryFn: ({ signal }) =>
      request<PlanProposalsResponse>(withQuery('/api/v1/plans/proposals', { week }), { signal }),
    placeholderData: keepPreviousData,
  });
}
