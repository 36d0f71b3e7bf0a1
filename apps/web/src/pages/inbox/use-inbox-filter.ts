import { useSearch } from '@tanstack/react-router';
import { useReport } from '../../app/use-report.ts';
import { dayStart } from '../../lib/day-start.ts';
import { addDays } from '../../lib/period.ts';
import type { InboxFilter } from './queries.ts';

/**
 * The filter of the address: the period of the bar above, the state and a part of the outcome. It is not ready before the
 * period is known: a list of everything would be shown and taken away again.
 */
export function useInboxFilter(): { filter: InboxFilter; ready: boolean } {
  const { state, q, endpoint } = useSearch({ from: '/signed-in/inbox' });
  const report = useReport();
  const period = report.data?.period;
  const filter = {
    state,
    outcome: q,
    endpoint,
    received_from: period && (dayStart(period.start, period.timezone) ?? undefined),
    received_to: period && (dayStart(addDays(period.end, 1), period.timezone) ?? undefined),
  };
  return { filter, ready: period !== undefined || report.error !== null };
}
