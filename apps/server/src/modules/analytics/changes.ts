import { type ChangesResponse, sourcesOf, type TeamRef } from '@traffic/contract';
import { sql } from 'kysely';
import {
  addDays,
  businessDayOf,
  comparisonOf,
  dayBounds,
  type ResolvedPeriod,
} from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';
import { toFigures } from './ads.ts';
import { incompleteFigures, incompleteTeams } from './incomplete-sources.ts';
import { type CampaignPair, loadCampaignPairs } from './load-ads.ts';
import { type Figure, loadFigures } from './load-figures.ts';
import { type ChangeRow, pickChanges, toChangeFigures } from './pick-changes.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { addSums, type Known, knownSources, toMetrics } from './to-metrics.ts';

/** Which teams and campaigns moved most, over days that are over, against the days before them. */
export async function changes(deps: ReportDeps, question: ReportQuestion): Promise<ChangesResponse> {
  const now = deps.clock.now();
  const head = await envelope(deps, question);
  const period = finishedDays(question.period, businessDayOf(now, question.period.timezone));
  if (period === null) return { ...head, days: null, previous: null, changes: [], withheld: [] };
  const { period: before } = comparisonOf(period, now, question.compare);
  const both: ResolvedPeriod = { ...period, start: before.start, from: before.from };
  const finished = { ...question, period };
  const [figures, campaigns, late, teams, reaches] = await Promise.all([
    teamFigures(deps.db, finished, before),
    loadCampaignPairs(deps.db, finished, before),
    incompleteTeams(deps.db, both),
    deps.db.selectFrom('traffic_teams').select(['id', 'slug', 'name', 'emoji', 'color']).execute(),
    reach(deps.db, before),
  ]);
  const incomplete = late(incompleteFigures(head.sources, both), head.sources);
  const known = knownSources(head.sources);
  const byId = new Map(teams.map((team) => [team.id, team]));
  const rows = [
    ...teamRows(figures, known, byId),
    ...campaigns.map((pair) => campaignRow(pair, known, byId)),
  ].map((row) => ({ ...row, late: incomplete(row.team?.id ?? null) }));
  const { basis } = question;
  return {
    ...head,
    days: { start: period.start, end: period.end },
    previous: { start: before.start, end: before.end },
    ...pickChanges(rows, { basis, reaches, sourcesOf }),
  };
}

/** The period without the day that is still running; null when nothing is left of it. */
export function finishedDays(period: ResolvedPeriod, today: string): ResolvedPeriod | null {
  if (period.end < today) return period;
  const end = addDays(today, -1);
  if (end < period.start) return null;
  const { end: to } = dayBounds(end, period.timezone);
  const days = Math.round((to.getTime() - period.from.getTime()) / 86_400_000);
  return { ...period, end, to, days };
}

function teamFigures(db: Db, question: ReportQuestion, before: ResolvedPeriod): Promise<Figure[]> {
  return loadFigures(db, {
    ...question,
    comparison: { period: before, aligned: 'weekday', until: null },
    grouping: { rows: 'teams' },
    today: question.period.end,
  });
}

type Row = Omit<ChangeRow, 'late'>;
type Teams = Map<number, TeamRef>;

function teamRows(figures: Figure[], known: Known, teams: Teams): Row[] {
  return [...new Set(figures.map(({ teamId }) => teamId))].map((teamId) => {
    const of = (previous: boolean) =>
      figures.filter((figure) => figure.teamId === teamId && figure.previous === previous);
    const values = (previous: boolean) => toChangeFigures(toMetrics(addSums(of(previous)), known));
    return {
      team: teamId === null ? null : (teams.get(teamId) ?? null),
      campaign: null,
      before: values(true),
      now: values(false),
    };
  });
}

function campaignRow(
  { id, account_id, name, team_id, before, now }: CampaignPair,
  known: Known,
  teams: Teams,
): Row {
  return {
    team: team_id === null ? null : (teams.get(team_id) ?? null),
    campaign: { id, account_id, name },
    before: toChangeFigures(toFigures(before, known)),
    now: toChangeFigures(toFigures(now, known)),
  };
}

/** Whether spend and sales were being recorded already when the compared days began. */
async function reach(db: Db, { start }: ResolvedPeriod): Promise<{ spend: boolean; sales: boolean }> {
  const { rows } = await sql<{ spend: boolean; sales: boolean }>`
    select coalesce((select min(day) from traffic_stats) <= ${start}::date, false) as spend,
      coalesce((select min(sale_day) from all_sales_tracking) <= ${start}::date, false) as sales`.execute(db);
  return rows[0] ?? { spend: false, sales: false };
}
