import type { Incomplete, PlanFigures, TeamRef } from '@traffic/contract';
import { businessDayOf, resolvePeriod } from '../../platform/business-day.ts';
import { overview, type ReportDeps } from '../analytics/index.ts';
import type { TeamFilter } from '../settings/index.ts';
import { reportedFigures } from './plan-figures.ts';
import type { PlanWeek } from './plan-week.ts';

export type WeekFacts = {
  teams: { team: TeamRef; figures: PlanFigures; incomplete: boolean }[];
  incomplete: Incomplete[];
};

/**
 * What the teams brought in a week, as the overview says it: money of the days of payment. Of a running week, up to now.
 */
export async function weekFacts(
  deps: ReportDeps,
  week: PlanWeek,
  currency: 'KZT' | 'USD',
  team: TeamFilter,
): Promise<WeekFacts> {
  const now = deps.clock.now();
  const today = businessDayOf(now, week.timezone);
  const end = week.state === 'running' && today < week.end ? today : week.end;
  const report = await overview(deps, {
    ...{ language: 'ru', basis: 'cash', compare: 'previous', currency, team },
    period: resolvePeriod({ start: week.start, end }, now, week.timezone),
  });
  return {
    incomplete: report.incomplete,
    teams: report.teams.flatMap(({ team: one, metrics, incomplete }) =>
      one === null
        ? []
        : [
            {
              team: one,
              figures: reportedFigures(metrics),
              // Landing leads are in no plan.
              incomplete: incomplete.some((source) => source !== 'landing'),
            },
          ],
    ),
  };
}
