import { type Incomplete, METRIC_KEYS, type SourceState, sourcesOf, type TeamRow } from '@traffic/contract';
import { sql } from 'kysely';
import type { ResolvedPeriod } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';

/** The late sources whose trouble began before the period ended, each with the metrics that stand on it. */
export function incompleteFigures(sources: readonly SourceState[], period: ResolvedPeriod): Incomplete[] {
  return sources
    .filter((source) => isLate(source, period))
    .map((source) => ({
      source: source.key,
      since: source.incomplete_since,
      reason: source.reason,
      metrics: METRIC_KEYS.filter((metric) => sourcesOf(metric).includes(source.key)),
    }));
}

function isLate(source: SourceState, period: ResolvedPeriod): boolean {
  if (source.incomplete_since !== null) return new Date(source.incomplete_since) < period.to;
  // Failing, and never complete: every period lacks it.
  return source.status === 'never' || source.status === 'failed';
}

type Late = TeamRow['incomplete'];

/**
 * Which sources lack data of a team in these days: `meta` when an ad account bound to it fails or was never read (or
 * all are stale), `rates` when some of its spend could not be converted, AmoCRM and the landing pages for everybody.
 * «Не распределено» is incomplete with any account, since it is what the others leave over.
 */
export async function incompleteTeams(
  db: Db,
  period: ResolvedPeriod,
  figures: readonly Incomplete[],
  sources: readonly SourceState[],
): Promise<(teamId: number | null) => Late> {
  const { rows } = await sql<{ source: 'meta' | 'rates'; team_id: number | null }>`
    select 'meta' as source, b.team_id
    from ad_accounts a left join ad_account_teams b on b.account_id = a.account_id
    where a.included and (a.synced_at is null or (a.failed_since is not null and a.synced_at < ${period.to}))
    union
    select 'rates', team_id from traffic_stats
    where spend_kzt is null and day between ${period.start} and ${period.end}`.execute(db);
  const late = new Set(figures.map((one) => one.source));
  const stale =
    sources.some((source) => source.key === 'meta' && source.status === 'stale') && late.has('meta');
  const teamsOf = (source: 'meta' | 'rates') =>
    new Set(rows.filter((row) => row.source === source).map((row) => row.team_id));
  const meta = teamsOf('meta');
  const rates = teamsOf('rates');
  const ofAll = (['amocrm', 'landing'] as const).filter((source) => late.has(source));
  return (teamId) => {
    const found: Late = [];
    if (stale || meta.has(teamId) || (teamId === null && meta.size > 0)) found.push('meta');
    if (rates.has(teamId)) found.push('rates');
    return [...found, ...ofAll];
  };
}
