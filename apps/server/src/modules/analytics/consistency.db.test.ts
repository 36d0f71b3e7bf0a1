import { METRIC_KEYS, type MetricValues, partsOf } from '@traffic/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { addDays } from '../../platform/business-day.ts';
import { sumMoney } from '../../platform/money.ts';
import { pick, type Random, seeded } from '../../testing/random-history.ts';
import {
  changeFacts,
  DAYS,
  type Facts,
  FIRST_DAY,
  noFacts,
  randomDay,
  TEAMS,
} from '../../testing/report-facts.ts';
import {
  adTotals,
  type Asked,
  cohortOf,
  listedLeads,
  listedSales,
  metricsOf,
  utmTotals,
} from '../../testing/report-model.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { refreshRollups } from './rollups/refresh-rollups.ts';

/** The last day of the facts, in the afternoon. */
const NOW = new Date('2026-11-27T09:41:00Z');
const LAST_DAY = addDays(FIRST_DAY, DAYS - 1);
const HISTORIES = 500;
/** Facts of so many histories lie in one database before it is emptied. */
const BATCH = 25;

const SLUGS = ['kenesary', 'arystan', 'muha', 'traf4'] as const;
const SLUG = new Map<number, string>(TEAMS.map((id, index) => [id, SLUGS[index] ?? '']));

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
  await sql`insert into landing_leads (id, source, created_at) values ('one', 'proftest', ${NOW})`.execute(
    db,
  );
});
afterAll(() => server.close());

async function empty(): Promise<Facts> {
  await sql`delete from traffic_stats`.execute(server.context.db);
  await sql`delete from all_sales_tracking`.execute(server.context.db);
  await sql`delete from deals`.execute(server.context.db);
  await sql`delete from traffic_leads`.execute(server.context.db);
  await sql`delete from exchange_rates`.execute(server.context.db);
  return noFacts();
}

function ask(random: Random): Asked {
  const [a, b] = [randomDay(random), randomDay(random)].toSorted();
  const [start = FIRST_DAY, end = LAST_DAY] = random() < 0.3 ? [FIRST_DAY, LAST_DAY] : [a, b];
  return {
    start,
    end,
    basis: pick(random, ['cash', 'cohort']),
    currency: pick(random, ['KZT', 'USD']),
    team: pick(random, [undefined, undefined, null, ...TEAMS]),
  };
}

function queryOf({ start, end, basis, currency, team }: Asked): string {
  const slug = team === undefined ? '' : `&team=${team === null ? 'unattributed' : SLUG.get(team)}`;
  return `start=${start}&end=${end}&basis=${basis}&currency=${currency}${slug}`;
}

async function get<T>(url: string): Promise<T> {
  const { status, body } = await server.get(url);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as T;
}

type Row = { team: { id: number } | null; metrics: MetricValues };
type Overview = {
  total: MetricValues;
  previous: { period: { start: string; end: string }; until: string | null; total: MetricValues };
  teams: Row[];
  days: { day: string; sales: number; revenue: string }[];
};

const WITHOUT_SPEND = Object.fromEntries(
  METRIC_KEYS.filter((key) =>
    partsOf(key).some((part) => ['spend', 'impressions', 'clicks'].includes(part)),
  ).map((key) => [key, null]),
);

async function checkOverview(facts: Facts, asked: Asked): Promise<void> {
  const report = await get<Overview>(`/api/v1/overview?${queryOf(asked)}`);
  expect(report.total).toEqual(metricsOf(facts, asked, NOW));
  const rows = asked.team === undefined ? report.teams : [];
  for (const { team, metrics } of rows)
    expect(metrics).toEqual(metricsOf(facts, { ...asked, team: team?.id ?? null }, NOW));
  const { period, until, total } = report.previous;
  const before = metricsOf(facts, { ...asked, ...period }, NOW, until === null ? null : new Date(until));
  // Spend has no time of day: of one cut day it is unknown, and so is what is made of it.
  const unknown = until !== null && period.start === period.end ? WITHOUT_SPEND : {};
  expect(total).toEqual({ ...before, ...unknown });
  for (const { day, sales, revenue } of report.days.slice(0, 3)) {
    const model = metricsOf(facts, { ...asked, start: day, end: day }, NOW);
    expect({ sales, revenue }).toEqual({ sales: model.sales, revenue: model.revenue });
  }
}

async function checkTrend(facts: Facts, asked: Asked, random: Random): Promise<void> {
  const group = pick(random, ['day', 'week', 'month']);
  const { points, total } = await get<{
    total: MetricValues;
    points: { start: string; end: string; metrics: MetricValues }[];
  }>(`/api/v1/trend?group=${group}&${queryOf(asked)}`);
  expect(total).toEqual(metricsOf(facts, asked, NOW));
  expect(points[0]?.start).toBe(asked.start);
  expect(points.at(-1)?.end).toBe(asked.end);
  const step = Math.ceil(points.length / 5);
  for (const { start, end, metrics } of points.filter((_, index) => index % step === 0))
    expect(metrics).toEqual(metricsOf(facts, { ...asked, start, end }, NOW));
}

async function checkFunnel(facts: Facts, asked: Asked): Promise<void> {
  const { stages } = await get<{
    stages: { key: string; persons: number; sales: number; revenue: string }[];
  }>(`/api/v1/funnel?${queryOf(asked)}`);
  const model = metricsOf(facts, asked, NOW);
  expect(stages).toMatchObject([
    { key: 'lead', persons: model.leads },
    {
      key: 'express',
      persons: model.express_persons,
      sales: model.express_purchases,
      revenue: model.express_revenue,
    },
    {
      key: 'flagman',
      persons: model.flagman_persons,
      sales: model.flagman_purchases,
      revenue: model.flagman_revenue,
    },
  ]);
  const persons = stages.map((stage) => stage.persons);
  expect(persons).toEqual(persons.toSorted((a, b) => b - a));
}

async function checkCohorts(facts: Facts, asked: Asked, random: Random): Promise<void> {
  const by = pick<'week' | 'month'>(random, ['week', 'month']);
  type Cohort = { start: string; end: string; persons: number; cells: ({ revenue: string } | null)[] };
  const { cohorts } = await get<{ cohorts: Cohort[] }>(`/api/v1/cohorts?by=${by}&${queryOf(asked)}`);
  expect(cohorts[0]?.start).toBe(asked.start);
  expect(cohorts.at(-1)?.end).toBe(asked.end);
  const cohort = cohorts[Math.floor(random() * cohorts.length)];
  if (cohort === undefined) return;
  const { start, end } = cohort;
  expect(cohort).toMatchObject(cohortOf(facts, { ...asked, start, end }, NOW, by));
}

async function checkAds(facts: Facts, asked: Asked, random: Random): Promise<void> {
  type Ad = { id: string | null; figures: Record<string, unknown> };
  const report = await get<{ rows: Ad[]; unmatched: unknown; total: Record<string, unknown> }>(
    `/api/v1/ads?${queryOf(asked)}`,
  );
  const model = adTotals(facts, asked);
  expect(Object.fromEntries(report.rows.map((row) => [row.id, row.figures]))).toMatchObject(model.campaigns);
  expect(report.unmatched).toMatchObject(model.unmatched);
  const { spend, leads, sales, revenue } = metricsOf(facts, asked, NOW);
  expect(report.total).toMatchObject({ spend, leads, sales, revenue });
  const children = await get<{ rows: Ad[] }>(`/api/v1/ads?level=ad&parent=camp1&${queryOf(asked)}`);
  expect(Object.fromEntries(children.rows.map((row) => [row.id, row.figures]))).toMatchObject(
    model.adsOfCamp1,
  );
  if (random() < 0.75) return;
  // A page of one: the rest and what names no campaign still make the total.
  const page = await get<typeof report & { rest: { rows: number } }>(`/api/v1/ads?limit=1&${queryOf(asked)}`);
  expect([page.rows, page.unmatched, page.total]).toEqual([
    report.rows.slice(0, 1),
    report.unmatched,
    report.total,
  ]);
  expect(page.rest.rows).toBe(Math.max(0, report.rows.length - 1));
}

async function checkUtm(facts: Facts, asked: Asked, random: Random): Promise<void> {
  const by = pick(random, [
    ...(['utm_source', 'utm_campaign', 'utm_source,utm_content', 'utm_source,utm_medium'] as const),
    ...(['utm_content', 'utm_content,utm_campaign,utm_source'] as const),
  ]);
  const sort = pick<'leads' | 'sales' | 'revenue'>(random, ['leads', 'sales', 'revenue']);
  type Figures = { leads: number; sales: number; revenue: string };
  type Pivot = {
    rows: { values: (string | null)[]; figures: Figures }[];
    rest: { rows: number; figures: Figures };
    total: Figures;
  };
  const url = `/api/v1/utm?by=${by}&sort=${sort}&${queryOf(asked)}`;
  const { rows, total, rest } = await get<Pivot>(url);
  const model = utmTotals(facts, asked, by.split(','));
  expect(
    Object.fromEntries(rows.map((row) => [row.values.map((one) => one ?? '').join('|'), row.figures])),
  ).toEqual(model);
  const { leads, sales, revenue } = metricsOf(facts, asked, NOW);
  expect(total).toMatchObject({ leads, sales, revenue });
  expect(rest).toMatchObject({ rows: 0, figures: { leads: 0, sales: 0, revenue: '0.00' } });
  const sizes = rows.map(({ figures }) => Number(figures[sort]));
  expect(sizes).toEqual(sizes.toSorted((x, y) => y - x));

  if (random() < 0.75) return;
  // A page of two: the same first rows, and the rest is what the others are together.
  const page = await get<Pivot>(`${url}&limit=2`);
  expect(page.rows).toEqual(rows.slice(0, 2));
  expect(page.total).toEqual(total);
  const others = rows.slice(2).map(({ figures }) => figures);
  expect(page.rest).toMatchObject({
    rows: others.length,
    figures: {
      leads: others.reduce((sum, one) => sum + one.leads, 0),
      sales: others.reduce((sum, one) => sum + one.sales, 0),
      revenue: sumMoney(others.map((one) => one.revenue)),
    },
  });
  // Narrowed to one source, the rows of that source are left.
  const place = by.split(',').indexOf('utm_source');
  const narrowed = await get<Pivot>(`${url}&utm_source=facebook`);
  const kept = rows.filter((row) => row.values[place] === 'facebook');
  expect(place === -1 ? [] : narrowed.rows).toEqual(kept);
}

async function checkLists(facts: Facts, asked: Asked): Promise<void> {
  type List = { total: number; next_cursor: string | null } & Record<
    string,
    { id: string; lead_id: string }[]
  >;
  const walk = async (name: 'leads' | 'sales') => {
    const rows: { id: string; lead_id: string }[] = [];
    let cursor = '';
    let total = 0;
    do {
      const page = await get<List>(`/api/v1/${name}?limit=7&${queryOf(asked)}${cursor}`);
      rows.push(...(page[name] ?? []));
      total = page.total;
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(rows).toHaveLength(total);
    return rows;
  };
  const leads = await walk('leads');
  expect(leads).toHaveLength(listedLeads(facts, asked).length);
  expect(leads.length).toBe(metricsOf(facts, asked, NOW).leads);
  const sales = await walk('sales');
  expect(sales.map((sale) => sale.lead_id)).toEqual(listedSales(facts, asked));
}

/** A number opens a list of exactly the rows it counts. */
async function checkRows(facts: Facts, asked: Asked, random: Random): Promise<void> {
  const query = queryOf(asked);
  const counted = async (narrow: string) => {
    const page = await get<{ total: number; reversals: number; sales: object[]; next_cursor: string | null }>(
      `/api/v1/sales?rows=counted&limit=500&${query}${narrow}`,
    );
    expect(page.sales).toHaveLength(page.total);
    return page.total - 2 * page.reversals;
  };
  const people = async (narrow: string) => {
    const page = await get<{ total: number; leads: object[] }>(`/api/v1/leads?limit=500&${query}${narrow}`);
    expect(page.leads).toHaveLength(page.total);
    return page.total;
  };
  const model = metricsOf(facts, asked, NOW);
  expect(await counted('')).toBe(model.sales);
  expect(await counted('&product=express')).toBe(model.express_purchases);
  expect(await counted('&product=flagman')).toBe(model.flagman_purchases);
  expect(await people('&bought=express')).toBe(model.express_persons);
  expect(await people('&bought=flagman')).toBe(model.flagman_persons);
  const { cohorts } = await get<{ cohorts: { payers: number }[] }>(`/api/v1/cohorts?by=month&${query}`);
  expect(await people('&bought=any')).toBe(cohorts.reduce((sum, { payers }) => sum + payers, 0));
  const by = pick(random, ['utm_source', 'utm_campaign', 'utm_content']);
  type Pivot = { rows: { values: (string | null)[]; figures: { leads: number; sales: number } }[] };
  const { rows } = await get<Pivot>(`/api/v1/utm?by=${by}&${query}`);
  for (const { values, figures } of rows.slice(0, 3)) {
    const tag = `&${by}=${encodeURIComponent(values[0] ?? '')}`;
    expect(await counted(tag)).toBe(figures.sales);
    expect(await people(tag)).toBe(figures.leads);
  }
}

describe('every report equals a naive count of the facts', () => {
  it.each(Array.from({ length: HISTORIES / BATCH }, (_, index) => index))(
    `histories of batch %i of ${HISTORIES / BATCH}: both bases, every team, both currencies, refunds on other days`,
    async (batch) => {
      const random = seeded(1000 + batch);
      const facts = await empty();
      for (let history = 0; history < BATCH; history += 1) {
        for (let change = 0; change < 12; change += 1) await changeFacts(server.context.db, facts, random);
        // Reports are exact with roll-ups that are current, behind, or were never made.
        if (random() < 0.5) await refreshRollups(server.context.db);
        await checkOverview(facts, ask(random));
        await checkTrend(facts, ask(random), random);
        await checkFunnel(facts, ask(random));
        await checkCohorts(facts, ask(random), random);
        await checkAds(facts, ask(random), random);
        await checkUtm(facts, ask(random), random);
        if (history % 5 === 4) await checkLists(facts, ask(random));
        if (history % 5 === 3) await checkRows(facts, ask(random), seeded(batch));
      }
    },
    120_000,
  );
});
