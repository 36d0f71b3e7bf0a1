import type { RecommendationsResponse, WhatIfResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AdviceShow } from './choices.ts';
import { request, withQuery } from '../../lib/api.ts';

const URL = '/api/facebook-ads/recommendations';

/** Recommendations of a team, or of all that the caller sees. */
export function adviceQuery(team: string | undefined, state: AdviceShow) {
  return queryOptions({
    queryKey: ['advice', team ?? 'all', state],
    queryFn: ({ signal }) =>
      request<RecommendationsResponse>(withQuery(`${URL}/${team ?? 'all'}`, { state }), { signal }),
  });
}

/** Looks at the reports now. */
export const generateAdvice = (team: string | undefined) =>
  request<RecommendationsResponse>(`${URL}/generate`, { method: 'POST', json: { team: team ?? 'all' } });

/** A person's word on one of them. */
export const decideAdvice = (id: string, verb: 'accept' | 'hide', reason?: string) =>
  request(`${URL}/${id}/${verb}`, { method: 'POST', json: reason ? { reason } : {} });

export type WhatIfAsk = {
  level: 'team' | 'campaign';
  team: string | undefined;
  from: string;
  to: string;
  amount: string;
};

/** What a shift of budget might bring. */
export function whatIfQuery(ask: WhatIfAsk | null) {
  return queryOptions({
    queryKey: ['overview', 'what-if', ask],
    queryFn: ({ signal }) => request<WhatIfResponse>(withQuery('/api/v1/what-if', { ...ask }), { signal }),
    enabled: ask !== null,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
