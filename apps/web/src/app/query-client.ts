import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError, isRetryable } from '../lib/api.ts';

/**
 * Answers are fresh until the server says otherwise: the event stream invalidates them (live-updates.ts),
 * so nothing is polled. `onSignedOut` runs when any call answers 401.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isApiError(error, 'unauthorized') && query.queryKey[0] !== 'session') onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: (failures, error) => failures < 1 && isRetryable(error),
        retryDelay: 500,
      },
    },
  });
}
