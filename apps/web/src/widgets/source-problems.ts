import type { OverviewResponse, SourceState } from '@traffic/contract';

type Late = OverviewResponse['teams'][number]['incomplete'];
export type Problem = { source: SourceState; kind: 'failed' | 'stale' | 'incomplete' };

/** Sources that make figures unsure right now. One that was never connected is not broken: it is absent. */
export function sourceProblems(sources: readonly SourceState[]): Problem[] {
  return sources.flatMap((source): Problem[] => {
    if (source.status === 'failed' || source.status === 'stale') return [{ source, kind: source.status }];
    return source.incomplete_since === null ? [] : [{ source, kind: 'incomplete' }];
  });
}

/** The late sources of any row: what makes the totals incomplete. */
export function lateSources(report: Pick<OverviewResponse, 'teams'>): Late {
  return [...new Set(report.teams.flatMap((row) => row.incomplete))];
}

export type Emptiness = 'not_connected' | 'no_data' | 'unknown' | 'filtered';

/** Sources that bring rows; rates only convert them. */
export type Feed = Exclude<SourceState['key'], 'rates'>;
const FEEDS: readonly Feed[] = ['amocrm', 'meta', 'landing'];

/**
 * Why there is nothing to show: no source of these rows is connected, none has brought anything yet, one of them does
 * not answer so that nobody knows, or this period and these filters have none.
 */
export function emptyKind(sources: readonly SourceState[], needs: readonly Feed[] = FEEDS): Emptiness {
  const feeds = sources.filter(({ key }) => needs.some((need) => need === key));
  const absent = feeds.filter(({ status }) => status === 'not_configured');
  // Landing pages have no switch: they are there once they have sent something.
  const silent = feeds.filter(({ key, status }) => key === 'landing' && status === 'never');
  if (absent.length > 0 && absent.length + silent.length === feeds.length) return 'not_connected';
  if (feeds.every(({ status }) => status === 'never' || status === 'not_configured')) return 'no_data';
  return feeds.some(({ status }) => status === 'failed') ? 'unknown' : 'filtered';
}

/** Which of the three empties this report is; null when there is something to show. */
export function emptinessOf(report: Pick<OverviewResponse, 'total' | 'sources'>): Emptiness | null {
  const { spend, leads, sales } = report.total;
  if ((spend !== null && Number(spend) !== 0) || (leads ?? 0) > 0 || sales > 0) return null;
  return emptyKind(report.sources);
}
