import type { AdLevel, AdsResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';
import type { AdSort } from './columns.ts';

const SHOWN = 500;

/** The objects of one level: every campaign, or what is inside `parent`. */
export function adsQuery(
  search: ReportSearch,
  asked: { team: string | undefined; level: AdLevel; parent?: string; sort: AdSort },
) {
  const params = { ...reportParams(search), ...asked, limit: SHOWN };
  return queryOptions({
    queryKey: ['overview', 'ads', params],
    queryFn: ({ signal }) => request<AdsResponse>(withQuery('/api/v1/ads', params), { signal }),
    placeholderData: keepPreviousData,
  });
}
