import type { SetupResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** What is set up changes outside of our tables too (a first hook, a settings file): looked at while it is shown. */
const LOOK_MS = 5_000;

/**
 * The first-run checklist as it is now.
 * @param live whether it is the page itself: ticks then come by themselves
 */
export const setupQuery = (live: boolean) =>
  queryOptions({
    queryKey: ['setup'],
    queryFn: ({ signal }) => request<SetupResponse>('/api/v1/setup', { signal }),
    refetchInterval: live ? LOOK_MS : false,
    staleTime: LOOK_MS,
  });
