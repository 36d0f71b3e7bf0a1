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

export type Emptiness = 'not_connected' | 'no_data' | 'filtered';

/** Which of the three empties this report is; null when there is something to show. */
export function emptinessOf(report: OverviewResponse): Emptiness | null {
  const { spend, leads, sales } = report.total;
  if ((spend !== null && Number(spend) !== 0) || (leads ?? 0) > 0 || sales > 0) return null;
  const feeds = report.sources.filter((source) => source.key !== 'rates');
  if (feeds.length > 0 && feeds.every((source) => source.status === 'not_configured')) return 'not_connected';
  if (feeds.every((source) => source.status === 'never' || source.status === 'not_configured'))
    return 'no_data';
  return 'filtered';
}
