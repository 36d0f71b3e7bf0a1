import type { AdsResponse, Currency, OverviewResponse, TeamRef } from '@traffic/contract';
import { resolvePeriod } from '../../platform/business-day.ts';
import { ads, cohorts, overview, type ReportDeps, type ReportQuestion } from '../analytics/index.ts';
import { reportCurrency, type TeamFilter } from '../settings/index.ts';
import type { AdObject, Block, Input } from './input.ts';
import { type DayRange, type Windows, windowsOf } from './windows.ts';

/** Campaigns whose ads are looked at, dearest first: each costs two reports, and the rest hardly spends. */
const CAMPAIGNS_LOOKED_INTO = 40;
export const ROWS = 1_000;

/** Who advice is for: a team, or what belongs to none. */
export type Audience = { team: TeamRef | null };
export const slugOf = ({ team }: Audience): string => team?.slug ?? 'unattributed';

export const filterOf = ({ team }: Audience): TeamFilter =>
  team === null ? { kind: 'unattributed' } : { kind: 'team', team };

/** When it is asked, where, and in which money: the same for every figure of a run. */
export type Asked = { now: Date; zone: string; currency: Currency };

/** The question every figure of the evidence answers: by payment, in one money, over these whole days. */
export function question(
  { now, zone, currency }: Asked,
  { start, end }: DayRange,
  team: TeamFilter,
): ReportQuestion {
  return {
    ...{ language: 'ru', basis: 'cash', compare: 'previous', currency, team },
    period: resolvePeriod({ start, end }, now, zone),
  };
}

type Overviews = Record<'weeks' | 'fortnights', OverviewResponse[]> & { lastDays: OverviewResponse };

/** What the rules need of every team at once; the rest is read team by team by `loadInput`. */
export async function loadOverviews(
  deps: ReportDeps,
): Promise<{ asked: Asked; windows: Windows; reports: Overviews }> {
  const academy = await deps.academy();
  const asked = { now: deps.clock.now(), zone: academy.timezone, currency: reportCurrency(academy) };
  const windows = windowsOf(asked.now, asked.zone);
  const read = (period: DayRange) => overview(deps, question(asked, period, { kind: 'all' }));
  const [weeks, fortnights, lastDays] = await Promise.all([
    Promise.all(windows.weeks.map(read)),
    Promise.all(windows.fortnights.map(read)),
    read(windows.lastDays),
  ]);
  return { asked, windows, reports: { weeks, fortnights, lastDays } };
}

/** The reports of one audience, as its rules see them; null when the overview does not have it. */
export async function loadInput(
  deps: ReportDeps,
  { asked, windows, reports }: Awaited<ReturnType<typeof loadOverviews>>,
  audience: Audience,
): Promise<Input | null> {
  const blocks = (answers: OverviewResponse[]) => answers.map((answer) => blockOf(answer, audience));
  const [weeks, fortnights] = [blocks(reports.weeks), blocks(reports.fortnights)];
  const lastDays = blockOf(reports.lastDays, audience);
  const whole = [...weeks, ...fortnights].filter((block) => block !== null);
  if (lastDays === null || whole.length < weeks.length + fortnights.length) return null;
  const { currency } = asked;
  const ask = (period: DayRange) => question(asked, period, filterOf(audience));
  const level = (period: DayRange, parent?: string) =>
    ads(deps, ask(period), {
      ...{ level: parent === undefined ? 'campaign' : 'ad', sort: 'spend', limit: ROWS, parent },
      ...{ basis: 'cash', compare: 'previous', currency },
    });
  const [campaigns14, campaigns28, cohortReport] = await Promise.all([
    level(windows.fortnights[0] ?? windows.month),
    level(windows.month),
    cohorts(deps, ask(windows.cohorts), 'week'),
  ]);
  const parents = objectsOf(campaigns28, null).slice(0, CAMPAIGNS_LOOKED_INTO);
  const adsOf = async (period: DayRange): Promise<AdObject[]> => {
    const found: AdObject[] = [];
    for (const { id } of parents) found.push(...objectsOf(await level(period, id), id));
    return found;
  };
  return {
    ...{ of: slugOf(audience), currency, windows, lastDays, cohorts: cohortReport },
    weeks: weeks.filter((block) => block !== null),
    fortnights: fortnights.filter((block) => block !== null),
    campaigns14: objectsOf(campaigns14, null),
    campaigns28: objectsOf(campaigns28, null),
    adsNow: await adsOf(windows.weeks[0] ?? windows.month),
    adsBefore: await adsOf(windows.monthBefore),
  };
}

function blockOf({ period, teams }: OverviewResponse, audience: Audience): Block | null {
  const row = teams.find(({ team }) => (team?.id ?? null) === (audience.team?.id ?? null));
  if (row === undefined) return null;
  return { start: period.start, end: period.end, metrics: row.metrics, late: row.incomplete };
}

const objectsOf = ({ rows }: AdsResponse, parent: string | null): AdObject[] =>
  rows.flatMap(({ id, name, figures }) => (id === null ? [] : [{ id, name: name ?? id, parent, figures }]));
