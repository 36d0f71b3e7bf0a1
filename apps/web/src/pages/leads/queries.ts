import type { LeadResponse, LeadsResponse } from '@traffic/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';
import type { RecordFilter } from '../../widgets/records/record-filters.tsx';

const PAGE = 100;

/** First leads of the period, newest first. */
export function leadsQuery(
  search: ReportSearch,
  { q, rows: _rows, product: _product, ...narrow }: RecordFilter,
) {
  const params = { ...reportParams(search), ...narrow, search: q, limit: PAGE };
  return infiniteQueryOptions({
    queryKey: ['leads', params],
    queryFn: ({ signal, pageParam }) =>
      request<LeadsResponse>(withQuery('/api/v1/leads', { ...params, cursor: pageParam ?? undefined }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One lead with the receipt of its team and the timeline of its person. */
export function leadQuery(id: string) {
  return queryOptions({
    queryKey: ['lead', id],
    queryFn: ({ signal }) => request<LeadResponse>(`/api/v1/leads/${encodeURIComponent(id)}`, { signal }),
  });
}
