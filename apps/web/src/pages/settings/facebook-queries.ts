import type { FacebookTreeResponse, RatesResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';

/** Business Managers and their ad accounts. First word `jobs`: an account that is read anew is told by one. */
export const facebookTreeQuery = queryOptions({
  queryKey: ['jobs', 'facebook-tree'],
  queryFn: ({ signal }) => request<FacebookTreeResponse>('/api/v1/facebook/tree', { signal }),
});

/** Rates of the period of the bar above, and the days of spend that have none. */
export function ratesQuery(search: ReportSearch) {
  const { start, end, preset } = {
    ...{ start: undefined, end: undefined, preset: undefined },
    ...reportParams(search),
  };
  return queryOptions({
    queryKey: ['jobs', 'rates', { start, end, preset }],
    queryFn: ({ signal }) =>
      request<RatesResponse>(withQuery('/api/v1/rates', { start, end, preset }), { signal }),
    placeholderData: (previous) => previous,
  });
}
