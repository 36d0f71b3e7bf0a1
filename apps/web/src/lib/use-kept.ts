import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

/** What a widget shows of its question. */
export type Shown<T> = Pick<UseQueryResult, 'error' | 'isFetching' | 'isPlaceholderData'> & {
  data: T | undefined;
  dataUpdatedAt: number;
  refetch: () => unknown;
};

/**
 * When another period is asked for and the answer is a failure, the figures that were on screen stay, as those of before
 * (`isPlaceholderData`), beside what failed. Never those of another team: nobody reads somebody else's numbers under a name.
 */
export function useKept<T>(query: UseQueryResult<T>): Shown<T> {
  const client = useQueryClient();
  const { data, error, isPlaceholderData } = query;
  const inPath = useParams({ strict: false, select: (params) => params.team });
  const inSearch = useSearch({ strict: false, select: (search) => search.team });
  const team = inPath ?? inSearch;
  const [kept, setKept] = useState<{ team: string | undefined; data: T }>();
  const fresh = data !== undefined && !isPlaceholderData;
  if (fresh && (kept?.data !== data || kept.team !== team)) setKept({ team, data });
  if (data !== undefined || error === null || kept === undefined || kept.team !== team) return query;
  const source = client.getQueryCache().findAll({ predicate: ({ state }) => state.data === kept.data })[0];
  const dataUpdatedAt = source?.state.dataUpdatedAt ?? 0;
  return { ...query, data: kept.data, dataUpdatedAt, isPlaceholderData: true };
}
