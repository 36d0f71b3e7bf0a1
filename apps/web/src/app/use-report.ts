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
