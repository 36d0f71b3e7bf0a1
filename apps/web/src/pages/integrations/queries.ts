import type {
  AlarmsResponse,
  DiagnosticsResponse,
  IncidentsResponse,
  IntegrationsResponse,
  JobsResponse,
  ReconciliationsResponse,
  SourceGapsResponse,
  TokensHealthResponse,
} from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';

/** States change without an event; a page that is looked at asks this often. */
const FOLLOW_MS = 30_000;
const JOBS_PAGE = 30;

export const integrationsQuery = queryOptions({
  queryKey: ['integrations', 'services'],
  queryFn: ({ signal }) => request<IntegrationsResponse>('/api/integrations/all', { signal }),
  refetchInterval: FOLLOW_MS,
});

export const tokensHealthQuery = queryOptions({
  queryKey: ['integrations', 'tokens'],
  queryFn: ({ signal }) => request<TokensHealthResponse>('/api/tokens/health', { signal }),
  refetchInterval: FOLLOW_MS,
});

/** Every check anew: it looks into all tables, so it is done when somebody asks. */
export const diagnosticsQuery = queryOptions({
  queryKey: ['integrations', 'diagnostics'],
  queryFn: ({ signal }) => request<DiagnosticsResponse>('/api/admin/diagnostics', { method: 'POST', signal }),
});

/** First word `jobs`: alarms are raised and closed by jobs, whose topic tells of them. */
export const alarmsQuery = queryOptions({
  queryKey: ['jobs', 'alarms', 'all'],
  queryFn: ({ signal }) => request<AlarmsResponse>('/api/v1/alarms', { signal }),
});

export const jobsQuery = infiniteQueryOptions({
  queryKey: ['jobs', 'runs'],
  queryFn: ({ signal, pageParam }) =>
    request<JobsResponse>(withQuery('/api/v1/jobs', { limit: JOBS_PAGE, cursor: pageParam ?? undefined }), {
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const reconciliationsQuery = queryOptions({
  queryKey: ['jobs', 'reconciliations'],
  queryFn: ({ signal }) => request<ReconciliationsResponse>('/api/v1/reconciliations', { signal }),
});

const INCIDENTS_PAGE = 50;

/** Alarms that were open at any time of the period of the bar above; first word `jobs`, as of the alarms. */
export function incidentsQuery(search: ReportSearch, state: 'open' | 'closed' | undefined) {
  const { start, end, preset } = periodOf(search);
  return infiniteQueryOptions({
    queryKey: ['jobs', 'incidents', { start, end, preset, state }],
    queryFn: ({ signal, pageParam }) =>
      request<IncidentsResponse>(
        withQuery('/api/v1/incidents', {
          ...{ start, end, preset, state },
          ...{ limit: INCIDENTS_PAGE, cursor: pageParam ?? undefined },
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  });
}

const periodOf = (search: ReportSearch) => ({
  ...{ start: undefined, end: undefined, preset: undefined },
  ...reportParams(search),
});

/** How much each source gave on each day of the period of the bar above. */
export function gapsQuery(search: ReportSearch) {
  const { start, end, preset } = periodOf(search);
  return queryOptions({
    queryKey: ['integrations', 'gaps', { start, end, preset }],
    queryFn: ({ signal }) =>
      request<SourceGapsResponse>(withQuery('/api/v1/sources/gaps', { start, end, preset }), { signal }),
    placeholderData: (previous) => previous,
  });
}
