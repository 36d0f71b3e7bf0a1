import type {
  DraftResponse,
  MovedResponse,
  NewValuesResponse,
  RuleRunsResponse,
  RulesResponse,
  RuleVersionsResponse,
} from '@traffic/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

export type MovedKind = 'sale' | 'lead' | 'spend';

const MOVED_PAGE = 50;
/** While a run counts, its state is asked this often; the event stream only says that jobs moved on. */
const RUNNING_POLL_MS = 800;

/** First word `jobs`: a finished recount is told by that topic, and everything here follows it. */
const KEY = ['jobs', 'rules'] as const;
export const rulesKey = KEY;

export const rulesQuery = queryOptions({
  queryKey: [...KEY, 'in-force'],
  queryFn: ({ signal }) => request<RulesResponse>('/api/v1/rules', { signal }),
});

export const draftQuery = queryOptions({
  queryKey: [...KEY, 'draft'],
  queryFn: ({ signal }) => request<DraftResponse>('/api/v1/rules/draft', { signal }),
});

export const versionsQuery = queryOptions({
  queryKey: [...KEY, 'versions'],
  queryFn: ({ signal }) => request<RuleVersionsResponse>('/api/v1/rules/versions', { signal }),
});

export const newValuesQuery = queryOptions({
  queryKey: [...KEY, 'new-values'],
  queryFn: ({ signal }) => request<NewValuesResponse>('/api/v1/rules/new-values', { signal }),
});

/** The newest recounts; asked again by itself for as long as one is counting. */
export const runsQuery = queryOptions({
  queryKey: [...KEY, 'runs'],
  queryFn: ({ signal }) => request<RuleRunsResponse>('/api/v1/rules/runs', { signal }),
  refetchInterval: ({ state }) =>
    state.data?.runs.some((run) => run.state === 'staging') ? RUNNING_POLL_MS : false,
});

/** The rows a recount moves from one team to another. */
export function movedQuery(run: string, kind: MovedKind) {
  return infiniteQueryOptions({
    queryKey: [...KEY, 'moved', run, kind],
    queryFn: ({ signal, pageParam }) =>
      request<MovedResponse>(
        withQuery(`/api/v1/rules/runs/${run}/moved`, {
          kind,
          limit: MOVED_PAGE,
          cursor: pageParam ?? undefined,
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
