import type { RatesResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request, withQuery } from './api.ts';
import { type ReportSearch, reportParams } from './report-search.ts';

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
