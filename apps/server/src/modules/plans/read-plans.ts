import type { PlanFigures, PlanRow, PlansQuery, PlansResponse, TeamRef } from '@traffic/contract';
import type { z } from 'zod';
import type { ReportDeps } from '../analytics/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { placesOf } from './leaderboard.ts';
import { loadLimits } from './limits.ts';
import { planContext } from './plan-context.ts';
import { addFigures } from './plan-figures.ts';
import { progressOf } from './plan-progress.ts';
import { plansOf } from './repo.ts';
import { weekFacts } from './week-facts.ts';

/**
 * The plans of a week beside what the overview says of it, live.
 *
 * @param visibleSlug the team the caller may see; undefined is all. A place in the leaderboard is told only to those who
 *   see all: it is made of other teams' figures
 * @throws AppError `not_found` for an unknown team, `validation` for an impossible day
 */
export async function readPlans(
  deps: ReportDeps,
  query: Pick<z.infer<typeof PlansQuery>, 'week'>,
  visibleSlug: string | undefined,
): Promise<PlansResponse> {
  const { week, currency } = await planContext(deps, query.week);
  const filter = await resolveTeamFilter(deps.db, visibleSlug);
  const [facts, plans, limits] = await Promise.all([
    weekFacts(deps, week, currency, filter),
    plansOf(deps.db, week.start),
    loadLimits(deps.db),
  ]);
  const begun = week.state !== 'future';
  const places = placesOf(
    facts.teams.map(({ figures }) => (begun && filter.kind === 'all' ? figures : null)),
    limits.leaderboard_min_spend,
  );
  const rows = facts.teams.map(({ team, figures }, index): PlanRow => {
    const plan = plans.get(team.id);
    return {
      ...compared(plan?.figures ?? null, begun ? figures : null, week.elapsed),
      team: publicTeam(team),
      saved_at: plan?.savedAt.toISOString() ?? null,
      place: places[index] ?? null,
    };
  });
  const { start, end, timezone, state } = week;
  return {
    success: true,
    week: { start, end, timezone },
    state,
    elapsed: week.elapsed.toFixed(4),
    ...{ currency, limits, rows, incomplete: facts.incomplete },
    total: totalOf(rows, week.elapsed),
    updated_at: deps.clock.now().toISOString(),
  };
}

const compared = (plan: PlanFigures | null, fact: PlanFigures | null, elapsed: number) => ({
  ...{ plan, fact },
  progress: plan === null || fact === null ? null : progressOf(plan, fact, elapsed),
});

/** Only teams with a plan: the plan of some beside the fact of all would flatter. */
function totalOf(rows: readonly PlanRow[], elapsed: number): PlansResponse['total'] {
  const planned = rows.filter(({ plan }) => plan !== null);
  if (planned.length === 0) return null;
  const sum = (figures: (PlanFigures | null)[]) => {
    const known = figures.filter((one) => one !== null);
    return known.length === 0 ? null : addFigures(known);
  };
  return compared(sum(planned.map(({ plan }) => plan)), sum(planned.map(({ fact }) => fact)), elapsed);
}

const publicTeam = ({ id, slug, name, emoji, color }: TeamRef): TeamRef => ({ id, slug, name, emoji, color });
