import type { OverviewResponse, TeamRef, UnattributedReason } from '@traffic/contract';
import { sql } from 'kysely';
import { addDays, businessDayOf, type Comparison, comparisonOf } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { dirtyDays, exactRows } from './exact-cells.ts';
import { incompleteTeams } from './incomplete-sources.ts';
import { type Figure, type Grouping, loadFigures } from './load-figures.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { addSums, type Known, knownSources, toAdditive, toMetrics } from './to-metrics.ts';

/** What a sparkline needs, and what says whether spend is known. */
const DAY_COLUMNS = ['spend', 'spend_converted', 'spend_unconverted', 'leads', 'sales', 'revenue'];

/** Everything the «Команды» screen and a cabinet need: KPIs, comparison, teams, days. */
export async function overview(deps: ReportDeps, question: ReportQuestion): Promise<OverviewResponse> {
  const [head, { current, previous }, teams, reasons, late] = await Promise.all([
    envelope(deps, question),
    compared(deps, question, { rows: 'teams and days', columns: DAY_COLUMNS }),
    allTeams(deps.db),
    unattributedReasons(deps.db, question),
    incompleteTeams(deps.db, question.period),
  ]);
  const incomplete = late(head.incomplete, head.sources);
  const known = knownSources(head.sources);
  const byTeam = current.filter((figure) => figure.by === 'team');
  return {
    ...head,
    total: toMetrics(addSums(byTeam), known),
    previous: previous(known),
    teams: shownTeams(question, teams, byTeam).map((team) => ({
      team,
      metrics: toMetrics(addSums(byTeam.filter((figure) => figure.teamId === (team?.id ?? null))), known),
      incomplete: incomplete(team?.id ?? null),
    })),
    unattributed_reasons: reasons,
    days: daysOf(question, current, known),
  };
}

/** The figures of the asked period, and the comparison ready to answer. */
export async function compared(deps: ReportDeps, question: ReportQuestion, grouping: Grouping) {
  const now = deps.clock.now();
  const comparison = comparisonOf(question.period, now, question.compare);
  const today = businessDayOf(now, question.period.timezone);
  const figures = await loadFigures(deps.db, { ...question, comparison, grouping, today });
  return {
    today,
    current: figures.filter((figure) => !figure.previous),
    previous: (known: Known) =>
      answerPrevious(
        comparison,
        figures.filter((figure) => figure.previous),
        known,
      ),
  };
}

function answerPrevious(
  comparison: Comparison,
  figures: Figure[],
  known: Known,
): OverviewResponse['previous'] {
  const { start, end, timezone, preset, days } = comparison.period;
  // Spend is known by whole days: there is none of half a day.
  const meta = known.meta && !(comparison.until !== null && days === 1);
  return {
    period: { start, end, timezone, preset },
    aligned: comparison.aligned,
    until: comparison.until?.toISOString() ?? null,
    total: toMetrics(addSums(figures), { ...known, meta }),
  };
}

type Team = TeamRef & { active: boolean };

function allTeams(db: Db): Promise<Team[]> {
  return db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color', 'active'])
    .orderBy('id')
    .execute();
}

/**
 * The rows of the table. A closed team stays in the periods in which it has figures, and «Не распределено» (null)
 * is always there: the rows make the total.
 */
function shownTeams(question: ReportQuestion, teams: Team[], figures: Figure[]): (TeamRef | null)[] {
  if (question.team.kind === 'team') return [question.team.team];
  if (question.team.kind === 'unattributed') return [null];
  const present = new Set(figures.map((figure) => figure.teamId));
  const shown = teams.filter((team) => team.active || present.has(team.id));
  return [...shown.map(({ active: _active, ...team }) => team), null];
}

/** Why the sales of the period have no team; counts of sales made in it, reversed or not. */
async function unattributedReasons(
  db: Db,
  question: ReportQuestion,
): Promise<{ reason: UnattributedReason; sales: number }[]> {
  if (question.team.kind === 'team') return [];
  const ranges = [question.period];
  const { rows } = await sql<{ reason: UnattributedReason; sales: number }>`
    with ${dirtyDays(ranges)}
    select reason, sum(made)::int as sales
    from ${exactRows('cash', sql`reason, made`, { ranges }, sql`team_id is null`)} as source
    group by reason having sum(made) > 0 order by 2 desc, 1`.execute(db);
  return rows;
}

function daysOf(question: ReportQuestion, figures: Figure[], known: Known): OverviewResponse['days'] {
  const byDay = new Map(figures.filter((one) => one.by === 'bucket').map((one) => [one.bucket, one]));
  return Array.from({ length: question.period.days }, (_, index) => {
    const day = addDays(question.period.start, index);
    const figure = byDay.get(day);
    const { spend, leads, sales, revenue } = toAdditive(figure ?? addSums([]), known);
    return { day, spend, leads, sales, revenue };
  });
}
