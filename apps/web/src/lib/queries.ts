import type {
  FunnelResponse,
  OverviewResponse,
  SaleResponse,
  SalesHistoryResponse,
  SessionResponse,
  TeamsResponse,
  TrendResponse,
} from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from './api.ts';
import { comparedParams, type ReportSearch, reportParams } from './report-search.ts';

const SALES_PAGE = 10;

/** Who is signed in. Answers 401 when nobody is: the router then shows the sign-in page. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request<SessionResponse>('/api/v1/session', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The teams the caller may see, for the side bar. */
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => request<TeamsResponse>('/api/v1/teams', { signal }),
  staleTime: 5 * 60_000,
});

/** All figures of the period: of every team, or of the one in `team`. Old figures stay while new ones load. */
export function overviewQuery(search: ReportSearch, team?: string) {
  const params = { ...comparedParams(search), team };
  return queryOptions({
    queryKey: ['overview', params],
    queryFn: ({ signal }) => request<OverviewResponse>(withQuery('/api/v1/overview', params), { signal }),
    placeholderData: (previous, query) => (teamOf(query) === team ? previous : undefined),
  });
}

/** A point a day, week or month of the period; `range` asks for other days instead, such as the compared ones. */
export function trendQuery(
  search: ReportSearch,
  team: string | undefined,
  range?: { start: string; end: string },
) {
  const { preset, start, end, ...rest } = {
    preset: undefined,
    start: undefined,
    end: undefined,
    ...comparedParams(search),
  };
  const period = range ?? { preset, start, end };
  const params = { ...rest, ...period, team, group: search.group ?? 'day' };
  return queryOptions({
    queryKey: ['overview', 'trend', params],
    queryFn: ({ signal }) => request<TrendResponse>(withQuery('/api/v1/trend', params), { signal }),
    placeholderData: (previous, query) => (teamOf(query, 2) === team ? previous : undefined),
  });
}

/** The four stages of the funnel: of every team, or of the one in `team`. */
export function funnelQuery(search: ReportSearch, team?: string) {
  const params = { ...reportParams(search), team };
  return queryOptions({
    queryKey: ['funnel', params],
    queryFn: ({ signal }) =>
      request<FunnelResponse>(withQuery('/api/traffic-dashboard/funnel', params), { signal }),
    placeholderData: (previous, query) => (teamOf(query) === team ? previous : undefined),
  });
}

/** The team's sales of the period, newest first, page by page. */
export function salesQuery(search: ReportSearch, team: string) {
  const params = { ...reportParams(search), team, limit: SALES_PAGE };
  return infiniteQueryOptions({
    queryKey: ['sales', params],
    queryFn: ({ signal, pageParam }) =>
      request<SalesHistoryResponse>(
        withQuery('/api/amocrm/sales-history', { ...params, cursor: pageParam ?? undefined }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous, query) => (teamOf(query) === team ? previous : undefined),
  });
}

/** One sale with the receipt of its team and its history. */
export function saleQuery(id: string) {
  return queryOptions({
    queryKey: ['sale', id],
    queryFn: ({ signal }) => request<SaleResponse>(`/api/v1/sales/${encodeURIComponent(id)}`, { signal }),
  });
}

/**
 * The team a query was about. Old figures stay on screen while a new *period* loads, never those of another
 * *team*: nobody must read somebody else's numbers under their own name for half a second.
 */
function teamOf(query: { queryKey: readonly unknown[] } | undefined, position = 1): string | undefined {
  return (query?.queryKey[position] as { team?: string } | undefined)?.team;
}
