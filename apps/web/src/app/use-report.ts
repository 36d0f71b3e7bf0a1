import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { overviewQuery } from '../lib/queries.ts';
import type { ReportSearch } from '../lib/report-search.ts';

/** The report part of the URL. */
export function useReportSearch(): ReportSearch {
  return useSearch({ from: '/signed-in' });
}

/** The report of the page on screen: of the team in the path, or of all. One request serves page and bar. */
export function useReport() {
  const { team } = useParams({ strict: false });
  return useQuery(overviewQuery(useReportSearch(), team));
}

/**
 * Whether the figures of the period are there, or have failed. What stands below them asks after them: on one small server
 * questions asked together answer together, and the first figure would come as late as the last.
 */
export function useAfterFigures(): boolean {
  const { isPending, isPlaceholderData } = useReport();
  return !isPending && !isPlaceholderData;
}
