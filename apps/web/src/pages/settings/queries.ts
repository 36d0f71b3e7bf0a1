import type { ProductsResponse, TokensResponse, UsersResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

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
