import { useSearch } from '@tanstack/react-router';
import { NO_FILTER, type RecordFilter } from './record-filters.tsx';

/** What narrows the list of this page, from its address. */
export function useFilter(from: '/signed-in/leads' | '/signed-in/sales'): RecordFilter {
  const search: Record<string, unknown> = useSearch({ from });
  return Object.fromEntries(Object.keys(NO_FILTER).map((key) => [key, search[key]]));
}
