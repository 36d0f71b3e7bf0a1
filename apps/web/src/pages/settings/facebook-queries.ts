import type { FacebookTreeResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Business Managers and their ad accounts. First word `jobs`: an account that is read anew is told by one. */
export const facebookTreeQuery = queryOptions({
  queryKey: ['jobs', 'facebook-tree'],
  queryFn: ({ signal }) => request<FacebookTreeResponse>('/api/v1/facebook/tree', { signal }),
});
