import {
  type Currency,
  type Incomplete,
  METRIC_KEYS,
  partsOf,
  type SourceState,
  sourcesOf,
  type TeamRow,
} from '@traffic/contract';
import { sql } from 'kysely';
import type { ResolvedPeriod } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';

/** Days of the period on which money of another currency cannot be told in the asked one. */
export type RateGap = {
  /** The first such day, null when there is none. */
  since: string | null;
  sold: boolean;
  spent: boolean;
};

/** The late sources whose trouble began before the period ended, each with the metrics that stand on it. */
export function incompleteFigures(
  sources: readonly SourceState[],
  period: ResolvedPeriod,
  gap: RateGap = { since: null, sold: false, spent: false },
): Incomplete[] {
  const late = sources
    .filter((source) => isLate(source, period))
    .map((source) => ({
      source: source.key,
      since: source.incomplete_since,
      reason: source.reason,
      metrics: METRIC_KEYS.filter((metric) => sourcesOf(metric).includes(source.key)),
    }));
  return gap.since === null ? late : withGap(late, gap.since, gap);
}

/** Money that stands on the rate of its day, by what made it. */
const CONVERTED = {
  sold: [
    'revenue',
    'express_revenue',
    'flagman_revenue',
    'cohort_revenue_30',
    'cohort_revenue_90',
    'cohort_revenue_180',
  ],
  spent: ['spend'],
} as const;

function withGap(late: Incomplete[], day: string, { sold, spent }: RateGap): Incomplete[] {
  const parts: readonly string[] = [...(sold ? CONVERTED.sold : []), ...(spent ? CONVERTED.spent : [])];
  const known = late.find((one) => one.source === 'rates');
  const since = `${day}T00:00:00.000Z`;
  const metrics = METRIC_KEYS.filter(
    (metric) => known?.metrics.includes(metric) || partsOf(metric).some((part) => parts.includes(part)),
  );
  const rates: Incomplete = {
    source: 'rates',
    since: known !== undefined && (known.since === null || known.since < since) ? known.since : since,
    reason: known?.reason ?? `Нет курса за ${day}: деньги этого дня не пересчитаны`,
    metrics,
  };
  return [...late.filter((one) => one !== known), rates];
}

function isLate(source: SourceState, period: ResolvedPeriod): boolean {
  if (source.incomplete_since !== null) return new Date(source.incomplete_since) < period.to;
  // In trouble, and never complete: every period lacks it.
  return ['never', 'failed', 'stale'].includes(source.status);
}

/**
 * Where the asked money cannot be told for want of a rate. One look at the rates' days; what was sold or spent in
 * another money is looked up on days without a rate only, and there is normally none.
 */
export async function rateGap(
  db: Db,
  { period, currency }: { period: ResolvedPeriod; currency: Currency },
  today: string,
): Promise<RateGap> {
  const { rows } = await sql<RateGap>`
    with gaps as (
      select d::date as day from generate_series(${period.start}::date, least(${period.end}::date, ${today}::date), interval '1 day') d
      except select rate_date from exchange_rates where currency = 'USD' and quote = 'KZT'
    )
    select min(day)::text as since, coalesce(bool_or(sold), false) as sold, coalesce(bool_or(spent), false) as spent
    from gaps cross join lateral (
      select exists (select from all_sales_tracking s
          where s.sale_day = gaps.day and s.sale_amount is not null and s.currency <> ${currency}) as sold,
        exists (select from traffic_stats a where a.day = gaps.day and a.currency <> ${currency}) as spent
    ) lacking where sold or spent`.execute(db);
  return rows[0] ?? { since: null, sold: false, spent: false };
}

type Late = TeamRow['incomplete'];

type LateTeams = (
  figures: readonly Incomplete[],
  sources: readonly SourceState[],
) => (teamId: number | null) => Late;

/**
 * Which sources lack data of a team in these days, once it is known which figures and sources do: `meta` when an ad account bound to it fails or was never read (or
 * all are stale), `rates` when some of its spend could not be converted (or money of sales, then of all), AmoCRM and the
 * landing pages for everybody.
 * «Не распределено» is incomplete with any account, since it is what the others leave over.
 */
export async function incompleteTeams(db: Db, period: ResolvedPeriod): Promise<LateTeams> {
  const { rows } = await sql<{ source: 'meta' | 'rates'; team_id: number | null }>`
    select 'meta' as source, b.team_id
    from ad_accounts a left join ad_account_teams b on b.account_id = a.account_id
    where a.included and (a.synced_at is null or (a.failed_since is not null and a.synced_at < ${period.to}))
    union
    select 'rates', team_id from traffic_stats
    where spend_kzt is null and day between ${period.start} and ${period.end}`.execute(db);
  const teamsOf = (source: 'meta' | 'rates') =>
    new Set(rows.filter((row) => row.source === source).map((row) => row.team_id));
  const meta = teamsOf('meta');
  const rates = teamsOf('rates');
  return (figures, sources) => {
    const late = new Set(figures.map((one) => one.source));
    const stale =
      sources.some((source) => source.key === 'meta' && source.status === 'stale') && late.has('meta');
    const ofAll = (['amocrm', 'landing'] as const).filter((source) => late.has(source));
    const moneyOfSales = figures.some((one) => one.source === 'rates' && one.metrics.includes('revenue'));
    return (teamId) => {
      const found: Late = [];
      if (stale || meta.has(teamId) || (teamId === null && meta.size > 0)) found.push('meta');
      if (moneyOfSales || rates.has(teamId)) found.push('rates');
      return [...found, ...ofAll];
    };
  };
}
