import type { ConversionSettingsResponse, ConversionState, ConversionsResponse } from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

const PAGE = 50;
/** Events go out in the background without an event of their own; an open page is asked again this often. */
const FOLLOW_MS = 10_000;

/** What is to be sent and how, and whether it is stopped. */
export const conversionSettingsQuery = queryOptions({
  queryKey: ['conversions', 'settings'],
  queryFn: ({ signal }) => request<ConversionSettingsResponse>('/api/v1/conversions/settings', { signal }),
});

/** The ledger, newest first, page by page. */
export function conversionsQuery(state: ConversionState | undefined) {
  return infiniteQueryOptions({
    queryKey: ['conversions', 'list', state],
    queryFn: ({ signal, pageParam }) =>
      request<ConversionsResponse>(
        withQuery('/api/v1/conversions', { state, limit: PAGE, cursor: pageParam ?? undefined }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
    refetchInterval: FOLLOW_MS,
  });
}
