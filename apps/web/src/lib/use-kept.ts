import { useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

type Asked = { data: unknown; error: unknown; isPlaceholderData: boolean; dataUpdatedAt: number };

/** What a widget shows of its question. */
export type Shown<Query extends Asked> = Omit<Query, 'data' | 'dataUpdatedAt' | 'isPlaceholderData'> & {
  data: Query['data'];
  dataUpdatedAt: number;
  isPlaceholderData: boolean;
};

/**
 * When another period is asked for and the answer is a failure, the figures that were on screen stay, as those of before
 * (`isPlaceholderData`), beside what failed. Never those of another team: nobody reads somebody else's numbers under a name.
 */
export function useKept<Query extends Asked>(query: Query): Shown<Query> {
  const client = useQueryClient();
  const { data, error, isPlaceholderData } = query;
  const inPath = useParams({ strict: false, select: (params) => params.team });
  const inSearch = useSearch({ strict: false, select: (search) => search.team });
  const team = inPath ?? inSearch;
  const [kept, setKept] = useState<{ team: string | undefined; data: Query['data'] }>();
  const fresh = data !== undefined && !isPlaceholderData;
  if (fresh && (kept?.data !== data || kept.team !== team)) setKept({ team, data });
  if (data !== undefined || error === null || kept === undefined || kept.team !== team) return query;
  const source = client.getQueryCache().findAll({ predicate: ({ state }) => state.data === kept.data })[0];
  const dataUpdatedAt = source?.state.dataUpdatedAt ?? 0;
  return { ...query, data: kept.data, dataUpdatedAt, isPlaceholderData: true };
}
