import type {
  AuditResponse,
  InvitesResponse,
  ProductsResponse,
  TokensResponse,
  UsersResponse,
} from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

/** What is sold and what each pipeline sells. First word `jobs`: after a change deals are told anew by one. */
export const productsQuery = queryOptions({
  queryKey: ['jobs', 'products'],
  queryFn: ({ signal }) => request<ProductsResponse>('/api/v1/products', { signal }),
});

/** Everybody who may sign in, and who no longer may. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => request<UsersResponse>('/api/v1/users', { signal }),
});

/** Keys of scripts and landing pages; never their secrets. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => request<TokensResponse>('/api/v1/tokens', { signal }),
});

/** Invites that wait to be used. */
export const invitesQuery = queryOptions({
  queryKey: ['users', 'invites'],
  queryFn: ({ signal }) => request<InvitesResponse>('/api/v1/invites', { signal }),
});

export type AuditFilter = {
  action?: string | undefined;
  actor?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
};

/** Who changed what, newest first, page by page. */
export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      request<AuditResponse>(withQuery('/api/v1/audit', { ...filter, cursor: pageParam ?? undefined }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  });
}
