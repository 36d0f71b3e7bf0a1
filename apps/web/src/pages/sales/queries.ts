import type { SalesResponse } from '@traffic/contract';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';
import type { RecordFilter } from '../../widgets/records/record-filters.tsx';

const PAGE = 100;

/** The ledger of the period, newest first, reversed sales marked. */
export function ledgerQuery(search: ReportSearch, { q, bought: _bought, ...narrow }: RecordFilter) {
  const params = { ...reportParams(search), ...narrow, search: q, limit: PAGE };
  return infiniteQueryOptions({
    queryKey: ['sales', 'ledger', params],
    queryFn: ({ signal, pageParam }) =>
      request<SalesResponse>(withQuery('/api/v1/sales', { ...params, cursor: pageParam ?? undefined }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}
