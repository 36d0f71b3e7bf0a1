import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { overviewQuery } from '../lib/queries.ts';
import { useKept } from '../lib/use-kept.ts';
import type { ReportSearch } from '../lib/report-search.ts';

/** The report part of the URL. */
export function useReportSearch(): ReportSearch {
  return useSearch({ from: '/signed-in' });
}

/** Whether figures are shown alone, without a comparison. */
export const useIsAlone = (): boolean =>
  useSearch({ from: '/signed-in', select: ({ compare }) => compare === 'off' });

function useOverviewQuery() {
  const { team } = useParams({ strict: false });
  return useQuery(overviewQuery(useReportSearch(), team));
}

/** The report of the page on screen: of the team in the path, or of all. One request serves page and bar. */
export const useReport = () => useKept(useOverviewQuery());

/** Asks for the figures of another address before it is opened: they are on their way while the page makes up its mind. */
export function useReportAhead(): (search: ReportSearch) => void {
  const client = useQueryClient();
  const { team } = useParams({ strict: false });
  return (search) => void client.prefetchQuery(overviewQuery(search, team));
}

/**
 * Whether the figures of the period are there, or have failed. What stands below them asks after them: on one small server
 * questions asked together answer together, and the first figure would come as late as the last.
 */
export function useAfterFigures(): boolean {
  const { isPending, isPlaceholderData } = useOverviewQuery();
  // After they have been drawn, too: starting a question takes the page some milliseconds.
  return useDeferredValue(!isPending && !isPlaceholderData, false);
}
