import type { DeliveryResponse, DeliveryState, InboxResponse } from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

/** Which deliveries the screen shows, and which a replay of all of them would put back. */
export type InboxFilter = {
  state?: DeliveryState | undefined;
  outcome?: string | undefined;
  endpoint?: string | undefined;
  received_from?: string | undefined;
  received_to?: string | undefined;
};

const PAGE = 50;
/** Deliveries come without an event of their own; a page that is looked at is asked again this often. */
const FOLLOW_MS = 10_000;
const FOLLOWED_PAGES = 2;
/** One that waits to be processed is looked at until it is. */
const PENDING_POLL_MS = 1_000;

/** Deliveries as received, newest first, page by page. */
export function inboxQuery(filter: InboxFilter) {
  return infiniteQueryOptions({
    queryKey: ['inbox', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request<InboxResponse>(
        withQuery('/api/v1/inbox', { ...filter, limit: PAGE, cursor: pageParam ?? undefined }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
    // Who has gone down a long list reads: it is not read again, page by page, under the reader's eyes.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > FOLLOWED_PAGES ? false : FOLLOW_MS),
  });
}

/** One delivery with its masked body and every attempt. */
export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['inbox', 'one', id],
    queryFn: ({ signal }) => request<DeliveryResponse>(`/api/v1/inbox/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.delivery.state === 'pending' ? PENDING_POLL_MS : false),
  });
}
