import type { CohortsResponse, FunnelReport, ModelsResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';

export type Models = z.infer<typeof ModelsResponse>;
export type CohortStep = 'week' | 'month';

/** How far the people of the period got, of every team or of the one in `team`. */
export function stagesQuery(search: ReportSearch, team: string | undefined) {
  const params = { ...reportParams(search), team };
  return queryOptions({
    queryKey: ['funnel', 'stages', params],
    queryFn: ({ signal }) => request<FunnelReport>(withQuery('/api/v1/funnel', params), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Cohorts of the period by the week or month of the first lead. */
export function cohortsQuery(search: ReportSearch, team: string | undefined, by: CohortStep) {
  const params = { ...reportParams(search), team, by };
  return queryOptions({
    queryKey: ['overview', 'cohorts', params],
    queryFn: ({ signal }) => request<CohortsResponse>(withQuery('/api/v1/cohorts', params), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The sales of the period by each model of credit. */
export function modelsQuery(search: ReportSearch) {
  const { currency, ...period } = reportParams(search);
  const params = { preset: period.preset, start: period.start, end: period.end, currency };
  return queryOptions({
    queryKey: ['overview', 'models', params],
    queryFn: ({ signal }) => request<Models>(withQuery('/api/v1/models', params), { signal }),
    placeholderData: keepPreviousData,
  });
}
