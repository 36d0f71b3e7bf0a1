import type { OverviewResponse, SourceState, TeamRef, UnattributedReason } from '@traffic/contract';
import { sql } from 'kysely';
import { addDays, previousPeriod } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { listTeams } from '../settings/index.ts';
import { incompleteSources } from './incomplete-sources.ts';
import { type Cell, loadCells } from './load-cells.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { type Known, sumCells } from './sum-cells.ts';

/** Everything the «Команды» screen and a cabinet need: KPIs, comparison, teams, days. */
export async function overview(deps: ReportDeps, question: ReportQuestion): Promise<OverviewResponse> {
  const before = previousPeriod(question.period);
  const [head, cells, previousCells, teams, reasons, incomplete] = await Promise.all([
    envelope(deps, question),
    loadCells(deps.db, question),
    loadCells(deps.db, { ...question, period: before }),
    visibleTeams(deps.db, question),
    unattributedReasons(deps.db, question),
    incompleteSources(deps.db, question.period),
  ]);
  const known = knownSources(head.sources);
  const { start, end, timezone, preset } = before;
  return {
    ...head,
    total: sumCells(cells, known),
    previous: { period: { start, end, timezone, preset }, total: sumCells(previousCells, known) },
    teams: teams.map((team) => ({
      team,
      metrics: sumCells(
        cells.filter((cell) => cell.teamId === (team?.id ?? null)),
        known,
      ),
      incomplete: incomplete(team?.id ?? null),
    })),
    unattributed_reasons: reasons,
    days: daysOf(question, cells, known),
  };
}

export function knownSources(sources: SourceState[]): Known {
  const delivered = (key: SourceState['key']) =>
    sources.some((source) => source.key === key && source.updated_at !== null);
  return { meta: delivered('meta'), landing: delivered('landing') };
}

/** The rows of the table; «Не распределено» (null) is always one of them when everybody is asked. */
async function visibleTeams(db: Db, question: ReportQuestion): Promise<(TeamRef | null)[]> {
  if (question.team.kind === 'team') return [question.team.team];
  if (question.team.kind === 'unattributed') return [null];
  return [...(await listTeams(db)), null];
}

/** Why the sales of the period have no team; counts of sales made in it, reversed or not. */
async function unattributedReasons(
  db: Db,
  question: ReportQuestion,
): Promise<{ reason: UnattributedReason; sales: number }[]> {
  if (question.team.kind === 'team') return [];
  const rows = await db
    .selectFrom('all_sales_tracking as s')
    .innerJoin('attributions as a', 'a.id', 's.attribution_id')
    .select(['a.reason', sql<string>`count(*)`.as('sales')])
    .where('s.team_id', 'is', null)
    .where('s.sale_day', '>=', question.period.start)
    .where('s.sale_day', '<=', question.period.end)
    .groupBy('a.reason')
    .orderBy(sql`count(*)`, 'desc')
    .execute();
  return rows.map((row) => ({ reason: row.reason as UnattributedReason, sales: Number(row.sales) }));
}

function daysOf(question: ReportQuestion, cells: Cell[], known: Known): OverviewResponse['days'] {
  const byDay = Map.groupBy(cells, (cell) => cell.day);
  return Array.from({ length: question.period.days }, (_, index) => {
    const day = addDays(question.period.start, index);
    const { spend, leads, sales, revenue } = sumCells(byDay.get(day) ?? [], known);
    return { day, spend, leads, sales, revenue };
  });
}
