import type { ChangesResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { comparedParams, type ReportSearch } from '../../lib/report-search.ts';

/** What moved most against the compared days. */
export function changesQuery(search: ReportSearch) {
  const params = comparedParams(search);
  return queryOptions({
    queryKey: ['overview', 'changes', params],
    queryFn: ({ signal }) => request<ChangesResponse>(withQuery('/api/v1/changes', params), { signal }),
    placeholderData: keepPreviousData,
  });
}
