import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../platform/database/index.ts';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const EXPRESS = 10350882;
const FLAGMAN = 10418746;
const NOW = new Date('2026-11-20T09:00:00Z');
const ACCOUNT = { kenesary: 'act_964264512447589', arystan: 'act_666059476005255' };
const TEAM = { kenesary: 1, arystan: 2 };

let server: TestServer;
let db: Db;
let nextId: number;

beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
  ({ db } = server.context);
  nextId = 1;
});
afterEach(async () => {
  await server.close();
});

async function spend(
  team: keyof typeof TEAM | null,
  day: string,
  usd: string,
  rate: string | null,
  converted: string | null,
): Promise<void> {
  nextId += 1;
  const account_id = ACCOUNT[team ?? 'kenesary'];
  await db.updateTable('ad_accounts').set({ synced_at: NOW }).execute();
  await db
    .insertInto('traffic_stats')
    .values({
      account_id,
      ad_id: String(nextId),
      day,
      spend: usd,
      currency: 'USD',
      spend_kzt: converted,
      rate,
      rate_date: rate === null ? null : day,
      team_id: team === null ? null : TEAM[team],
      basis: 'ad_account',
      synced_at: NOW,
    })
    .execute();
}

/** A won deal, dated by its hook; returns the deal so that a later fact can change it. */
async function sell(fields: Record<string, string | number>, utm_source?: string) {
  nextId += 1;
  const deal = { id: nextId, status_id: 142, pipeline_id: EXPRESS, price: 5000, ...fields };
  await fact({ ...deal, ...(utm_source === undefined ? {} : { utm: { utm_source } }) });
  return deal;
}

async function fact(deal: Parameters<typeof leadHook>[1]): Promise<void> {
  expect(await server.hook(leadHook('status', deal))).toBe(200);
  await server.processInbox();
}

const seconds = (instant: string) => Date.parse(instant) / 1000;

async function overview(query: string) {
  const { status, body } = await server.get(`/api/v1/overview?${query}`);
  expect(status).toBe(200);
  const teams = body.teams as {
    team: { slug: string } | null;
    metrics: Record<string, unknown>;
    incomplete: string[];
  }[];
  return {
    total: body.total as Record<string, unknown>,
    row: (slug: string | null) => teams.find((team) => (team.team?.slug ?? null) === slug),
    days: body.days as { day: string; sales: number; revenue: string }[],
  };
}

describe('overview money', () => {
  it('268.93 USD at 505.16 is 135,852.68 KZT; with revenue 490,000 ROAS is 3.6068 and ROI 260.68 %', async () => {
    await spend('kenesary', '2026-11-19', '268.93', '505.16', '135852.68');
    await sell(
      { pipeline_id: FLAGMAN, price: 490000, updated_at: seconds('2026-11-19T10:00:00Z') },
      'fb_kenesary',
    );
    const { total, row } = await overview('date=2026-11-19');
    expect(total).toMatchObject({ spend: '135852.68', revenue: '490000.00', roas: '3.6068', roi: '260.68' });
    expect(row('kenesary')?.metrics).toEqual(total);
  });

  it('A 100 -> 300 and B 900 -> 900 make ROAS 1.20 together: sums, not a mean of 3 and 1', async () => {
    await spend('kenesary', '2026-11-19', '100', '1', '100');
    await spend('arystan', '2026-11-19', '900', '1', '900');
    await sell({ price: 300, updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_kenesary');
    await sell({ price: 900, updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_arystan');
    const { total, row } = await overview('date=2026-11-19');
    expect(total.roas).toBe('1.2000');
    expect([row('kenesary')?.metrics.roas, row('arystan')?.metrics.roas]).toEqual(['3.0000', '1.0000']);
  });

  it('a day without a rate is unknown and marked, never zero and never at another rate', async () => {
    await spend('kenesary', '2026-11-18', '10', '500', '5000');
    await spend('kenesary', '2026-11-19', '10', null, null);
    const { total, row } = await overview('start=2026-11-18&end=2026-11-19');
    expect(total).toMatchObject({ spend: '5000.00', spend_unconverted: 1 });
    expect(row('kenesary')?.incomplete).toContain('rates');
    expect(row('arystan')?.incomplete).not.toContain('rates');
  });

  it('a period of which no rate is known has unknown spend, CPA and ROAS', async () => {
    await spend('kenesary', '2026-11-19', '10', null, null);
    await sell({ updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_kenesary');
    const { total } = await overview('date=2026-11-19');
    expect(total).toMatchObject({ spend: null, roas: null, cpa: null, spend_unconverted: 1, sales: 1 });
  });

  it('in USD, revenue is divided by the rate of its own day', async () => {
    await db
      .insertInto('exchange_rates')
      .values({
        currency: 'USD',
        rate_date: '2026-11-19',
        rate: '505.16',
        source: 'nbk',
        published_on: '2026-11-19',
        fetched_at: NOW,
      })
      .execute();
    await spend('kenesary', '2026-11-19', '268.93', '505.16', '135852.68');
    await sell(
      { pipeline_id: FLAGMAN, price: 490000, updated_at: seconds('2026-11-19T10:00:00Z') },
      'fb_kenesary',
    );
    const { total } = await overview('date=2026-11-19&currency=USD');
    expect(total).toMatchObject({ spend: '268.93', revenue: '969.99', roas: '3.6068' });
  });

  it('a sale of unknown amount is counted beside revenue, not as 5,000', async () => {
    await sell({ price: '', updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_kenesary');
    const { total } = await overview('date=2026-11-19');
    expect(total).toMatchObject({ sales: 1, revenue: '0.00', sales_amount_unknown: 1 });
  });
});

describe('overview days', () => {
  it('a sale at 23:59:30 Almaty lies on that day, one at 00:00:30 on the next', async () => {
    await sell({ updated_at: seconds('2026-11-18T23:59:30+05:00') });
    await sell({ updated_at: seconds('2026-11-19T00:00:30+05:00') });
    expect((await overview('date=2026-11-18')).total.sales).toBe(1);
    expect((await overview('date=2026-11-19')).total.sales).toBe(1);
  });

  it.each([
    ['2024-02-29T00:00:00+06:00', '2024-02-29'],
    ['2024-02-29T23:59:59+05:00', '2024-02-29'],
    ['2024-03-01T00:00:00+05:00', '2024-03-01'],
  ])('%s belongs to %s, the day of 25 hours included', async (instant, day) => {
    await sell({ updated_at: seconds(instant) });
    expect((await overview(`date=${day}`)).total.sales).toBe(1);
  });

  it('7 days ending today are exactly 7 and include today', async () => {
    await sell({ updated_at: seconds('2026-11-20T08:00:00Z') });
    const { days, total } = await overview('preset=7d');
    expect(days.map((day) => day.day)).toHaveLength(7);
    expect(days.at(-1)).toMatchObject({ day: '2026-11-20', sales: 1 });
    expect(total.sales).toBe(1);
  });

  it('a refund is taken back on the day of the refund in cash, and from the cohort in cohort', async () => {
    const deal = await sell({ updated_at: seconds('2026-11-17T10:00:00Z') }, 'fb_kenesary');
    await fact({ ...deal, status_id: 143, updated_at: seconds('2026-11-19T10:00:00Z') });
    const { days, total } = await overview('start=2026-11-17&end=2026-11-19');
    expect(days.map(({ sales, revenue }) => [sales, revenue])).toEqual([
      [1, '5000.00'],
      [0, '0.00'],
      [-1, '-5000.00'],
    ]);
    expect(total).toMatchObject({ sales: 0, revenue: '0.00' });
    expect((await overview('start=2026-11-01&end=2026-11-19&basis=cohort')).total.sales).toBe(0);
  });
});

describe('overview teams', () => {
  it('rows and «Не распределено» add up to the total for every additive metric', async () => {
    await spend('kenesary', '2026-11-19', '10.10', '500', '5050');
    await spend('arystan', '2026-11-19', '20.20', '500', '10100');
    await spend(null, '2026-11-19', '0.03', '500', '15');
    for (const utm of ['fb_kenesary', 'fb_arystan', 'pb_agency', 'facebook'])
      await sell({ updated_at: seconds('2026-11-19T10:00:00Z') }, utm);
    await sell({ updated_at: seconds('2026-11-19T10:00:00Z') });
    const { total, row } = await overview('date=2026-11-19');
    const rows = ['kenesary', 'arystan', 'muha', 'traf4', null].map((slug) => row(slug)?.metrics ?? {});
    for (const metric of ['spend', 'sales', 'express_purchases', 'revenue'])
      expect(rows.reduce((sum, metrics) => sum + Number(metrics[metric]), 0)).toBeCloseTo(
        Number(total[metric]),
        2,
      );
    expect(row(null)?.metrics).toMatchObject({ sales: 3, spend: '15.00' });
  });

  it('a team filter gives exactly that row as the total', async () => {
    await sell({ updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_kenesary');
    await sell({ updated_at: seconds('2026-11-19T10:00:00Z') }, 'fb_arystan');
    const { row } = await overview('date=2026-11-19');
    for (const slug of ['kenesary', 'arystan', 'muha'])
      expect((await overview(`date=2026-11-19&team=${slug}`)).total).toEqual(row(slug)?.metrics);
    expect((await overview('date=2026-11-19&team=unattributed')).total).toEqual(row(null)?.metrics);
  });
});
