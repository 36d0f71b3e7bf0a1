import type { SessionsResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Where the signed-in person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => request<SessionsResponse>('/api/v1/sessions', { signal }),
});
