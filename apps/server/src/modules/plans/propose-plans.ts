import type { PlanProposalsResponse, PlansQuery } from '@traffic/contract';
import type { z } from 'zod';
import type { ReportDeps } from '../analytics/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { loadLimits } from './limits.ts';
import { planContext } from './plan-context.ts';
import { baseWeeks } from './plan-week.ts';
import { type BaseWeek, proposePlan } from './propose-plan.ts';
import { weekFacts } from './week-facts.ts';

/** A proposal for every team, or why there is none; nothing is saved. */
export async function proposePlans(
  deps: ReportDeps,
  query: z.infer<typeof PlansQuery>,
): Promise<PlanProposalsResponse> {
  const { week, currency } = await planContext(deps, query.week);
  const filter = await resolveTeamFilter(deps.db, query.team);
  const weeks = baseWeeks(week, deps.clock.now());
  const [limits, ...facts] = await Promise.all([
    loadLimits(deps.db),
    ...weeks.map((one) => weekFacts(deps, one, currency, filter)),
  ]);
  const byTeam = new Map(facts.flatMap(({ teams }) => teams.map(({ team }) => [team.id, team] as const)));
  const weeksOf = (teamId: number): BaseWeek[] =>
    weeks.flatMap(({ start, end }, index) => {
      const row = facts[index]?.teams.find(({ team }) => team.id === teamId);
      return row === undefined ? [] : [{ start, end, figures: row.figures, incomplete: row.incomplete }];
    });
  const { start, end, timezone } = week;
  return {
    success: true,
    week: { start, end, timezone },
    ...{ currency, limits },
    rows: [...byTeam.values()].map((team) => ({ team, proposal: proposePlan(weeksOf(team.id), limits) })),
  };
}
