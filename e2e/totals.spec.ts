import { expect, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';

type Metrics = Record<'leads' | 'sales' | 'express_purchases' | 'flagman_purchases', number> &
  Record<'spend' | 'revenue' | 'express_revenue' | 'flagman_revenue', string>;
type Overview = {
  period: { start: string; end: string };
  total: Metrics;
  teams: { team: { slug: string } | null; metrics: Metrics }[];
};
type Truth = {
  totals: {
    team: string | null;
    spend_usd: Record<string, string>;
    new_leads: number;
    unreversed_sales: Record<string, number>;
    unreversed_revenue: number;
  }[];
};

const HISTORY_DAYS = 40;
const COUNTS = ['leads', 'sales', 'express_purchases', 'flagman_purchases'] as const;
const MONEY = ['spend', 'revenue', 'express_revenue', 'flagman_revenue'] as const;
/** Exact: hundredths as integers. */
const cents = (amount: string) => BigInt(amount.replace('.', ''));

let academy: Academy;
let days: string[];

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: HISTORY_DAYS });
  await waitForHistory(academy);
  const { period } = await academy.api<Overview>('/api/v1/overview?preset=30d');
  days = Array.from({ length: 30 }, (_, index) => {
    const date = new Date(`${period.start}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + index);
    return date.toISOString().slice(0, 10); // a calendar date moved in UTC, no instant
  });
});
test.afterAll(async () => {
  await academy.stop();
});

const overview = (query: string) => academy.api<Overview>(`/api/v1/overview?${query}`);

function expectPartsToAddUp(report: Overview, what: string): void {
  const rows = report.teams.map((row) => row.metrics);
  for (const key of COUNTS)
    expect(
      rows.reduce((sum, row) => sum + row[key], 0),
      `${what} ${key}`,
    ).toBe(report.total[key]);
  for (const key of MONEY)
    expect(
      rows.reduce((sum, row) => sum + cents(row[key]), 0n),
      `${what} ${key}`,
    ).toBe(cents(report.total[key]));
}

test('teams and «Не распределено» add up to the total, every day, in both bases and currencies', async () => {
  for (const day of days)
    for (const view of ['basis=cash', 'basis=cohort', 'basis=cash&currency=USD'])
      expectPartsToAddUp(await overview(`date=${day}&${view}`), `${day} ${view}`);
});

test('the days of a period add up to the period', async () => {
  const whole = await overview(`start=${days[0]}&end=${days.at(-1)}`);
  const byDay = await Promise.all(days.map((day) => overview(`date=${day}`)));
  for (const key of COUNTS)
    expect(
      byDay.reduce((sum, report) => sum + report.total[key], 0),
      key,
    ).toBe(whole.total[key]);
  for (const key of MONEY)
    expect(
      byDay.reduce((sum, report) => sum + cents(report.total[key]), 0n),
      key,
    ).toBe(cents(whole.total[key]));
});

test('a team filter gives exactly the row of that team, every day', async () => {
  for (const day of days.slice(-10)) {
    const all = await overview(`date=${day}`);
    for (const row of all.teams) {
      const filtered = await overview(`date=${day}&team=${row.team?.slug ?? 'unattributed'}`);
      expect(filtered.total, `${day} ${row.team?.slug}`).toEqual(row.metrics);
    }
  }
});

test('every team has the sales, revenue, leads and spend that the simulated world gave it', async () => {
  // Without today: its spend grows while we look.
  const start = days[0];
  const end = days.at(-2);
  const truth = await academy.simulator<Truth>('GET', `/truth?start=${start}&end=${end}`);
  const [kzt, usd] = [
    await overview(`start=${start}&end=${end}`),
    await overview(`start=${start}&end=${end}&currency=USD`),
  ];
  for (const { team, spend_usd, new_leads, unreversed_sales, unreversed_revenue } of truth.totals) {
    const of = (report: Overview) => report.teams.find((row) => (row.team?.slug ?? null) === team)?.metrics;
    expect.soft(of(kzt), String(team)).toMatchObject({
      leads: new_leads,
      sales: Object.values(unreversed_sales).reduce((sum, count) => sum + count, 0),
      express_purchases: unreversed_sales.express,
      flagman_purchases: unreversed_sales.flagman,
    });
    expect.soft(cents(of(kzt)?.revenue ?? '0'), `${team} revenue`).toBe(BigInt(unreversed_revenue) * 100n);
    const spent = Object.values(spend_usd).reduce((sum, amount) => sum + cents(amount), 0n);
    expect.soft(cents(of(usd)?.spend ?? '0'), `${team} spend`).toBe(spent);
  }
});
