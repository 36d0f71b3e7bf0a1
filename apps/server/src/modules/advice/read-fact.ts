import type { ReportDeps } from '../analytics/index.ts';
import { ads, overview } from '../analytics/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import type { Fact, Finding } from './finding.ts';
import { question, ROWS } from './load-input.ts';
import type { DayRange } from './windows.ts';

/** The same figure over other days, null when unknown; a cohort's is of its own people and has no other days. */
export async function readFact(
  deps: ReportDeps,
  { of, currency }: Pick<Finding, 'of' | 'currency'>,
  { query }: Fact,
  period: DayRange,
): Promise<string | null> {
  if (query.report === 'cohorts') return null;
  const team = await resolveTeamFilter(deps.db, of);
  const { timezone: zone } = await deps.academy();
  const asked = question({ now: deps.clock.now(), zone, currency }, period, team);
  if (query.report === 'overview') return text((await overview(deps, asked)).total[query.metric]);
  const { rows } = await ads(deps, asked, {
    ...{
      level: query.level,
      parent: query.level === 'ad' ? query.parent : undefined,
      sort: 'spend',
      limit: ROWS,
    },
    ...{ basis: 'cash', compare: 'previous', currency },
  });
  return text(rows.find(({ id }) => id === query.id)?.figures[query.metric] ?? null);
}

const text = (value: string | number | null) => (value === null ? null : String(value));
