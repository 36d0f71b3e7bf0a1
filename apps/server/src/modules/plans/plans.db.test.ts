import type { OverviewResponse, PlanProposalsResponse, PlansResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../platform/business-day.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { readPlanLines } from './index.ts';

/** Friday noon in Almaty. */
const NOW = new Date('2026-11-20T07:00:00Z');
const MONDAYS = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'] as const;
const THIS_WEEK = MONDAYS[4];
const UTM = { kenesary: 'fb_kenesary', arystan: 'fb_arystan' };

let server: TestServer;
let nextId = 0;

async function spend(teamId: number, day: string, kzt: string): Promise<void> {
  nextId += 1;
  await sql`
    insert into traffic_stats (account_id, ad_id, day, spend, currency, spend_kzt, team_id, basis, synced_at)
    values ('act_964264512447589', ${`ad${nextId}`}, ${day}, ${kzt}, 'KZT', ${kzt}, ${teamId}, 'ad_account', ${NOW})`.execute(
    server.context.db,
  );
}

async function sell(team: keyof typeof UTM, day: string, price: number): Promise<void> {
  nextId += 1;
  const updated_at = Date.parse(`${day}T08:00:00Z`) / 1000;
  const deal = { id: nextId, status_id: 142, pipeline_id: 10350882, price, updated_at };
  expect(await server.hook(leadHook('status', { ...deal, utm: { utm_source: UTM[team] } }))).toBe(200);
}

async function send(method: 'PUT' | 'DELETE', url: string, payload?: object) {
  const answer = await server.app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<{ error?: { message: string } }>() };
}

const plans = async (query = '') => (await server.get(`/api/v1/plans?${query}`)).body as PlansResponse;
const proposals = async () => (await server.get('/api/v1/plans/proposals')).body as PlanProposalsResponse;

beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  await server.context.db
    .updateTable('ad_accounts')
    .set({ synced_at: new Date('2026-11-20T06:55:00Z') })
    .execute();
});
afterAll(async () => {
  await server.close();
});

describe('plans of an empty academy', () => {
  it('cannot be proposed: every team is refused with the reason', async () => {
    const { rows } = await proposals();
    expect(rows).toHaveLength(4);
    for (const { proposal } of rows) expect(proposal).toMatchObject({ figures: null, refusal: 'no_history' });
  });

  it('are none, in a running week of 4.5 of 7 days', async () => {
    const answer = await plans();
    expect(answer).toMatchObject({ week: { start: THIS_WEEK, end: '2026-11-22' }, state: 'running' });
    expect(answer.elapsed).toBe('0.6429');
    expect(answer.rows.map(({ plan }) => plan)).toEqual([null, null, null, null]);
    expect(answer.total).toBeNull();
  });
});

describe('plans of a school at work', () => {
  beforeAll(async () => {
    for (const [index, monday] of MONDAYS.entries()) {
      await spend(1, addDays(monday, 1), '100000.50');
      await spend(2, addDays(monday, 2), '40000');
      for (let sale = 0; sale <= index; sale += 1) await sell('kenesary', addDays(monday, sale % 4), 150_000);
      await sell('arystan', addDays(monday, 3), 5_000);
    }
    await server.processInbox();
  });

  it('plan and fact equal the overview for every week and team', async () => {
    for (const monday of MONDAYS) {
      const end = monday === THIS_WEEK ? '2026-11-20' : addDays(monday, 6);
      const { body } = await server.get(`/api/v1/overview?start=${monday}&end=${end}`);
      const overview = body as OverviewResponse;
      const { rows } = await plans(`week=${addDays(monday, 2)}`);
      expect(rows).toHaveLength(4);
      for (const { team, fact } of rows) {
        const reported = overview.teams.find((row) => row.team?.slug === team.slug)?.metrics;
        const { revenue, sales, spend: spent, roas, cpa } = reported ?? overview.total;
        expect(fact, `${team.slug} ${monday}`).toEqual({ revenue, sales, spend: spent, roas, cpa });
      }
    }
  });

  it('the proposal stands on the four full weeks and keeps the limits of the settings', async () => {
    await send('PUT', '/api/v1/plans/limits', {
      growth_percent: 20,
      min_roas: '3,5',
      max_cpa: null,
      leaderboard_min_spend: '50000',
    });
    const { rows } = await proposals();
    const of = (slug: string) => rows.find(({ team }) => team.slug === slug)?.proposal;
    expect(of('kenesary')?.weeks.map(({ start }) => start)).toEqual(MONDAYS.slice(0, 4));
    // 10 sales of 150,000 in four weeks: 375,000 a week, by 1.2; 450,000 / 3.5 is more than 120,000.6.
    expect(of('kenesary')).toMatchObject({
      figures: { revenue: '450000.00', sales: 3, spend: '120000.00' },
      limited_by: [],
    });
    expect(of('arystan')).toMatchObject({
      figures: { revenue: '6000.00', spend: '1714.00' },
      limited_by: ['min_roas'],
    });
    expect(of('muha')).toMatchObject({ figures: null, refusal: 'no_history' });
  });

  it('a saved plan shows how far it is and its pace, over 4.5 of 7 days, and is audited', async () => {
    const plan = { team: 'kenesary', week: THIS_WEEK, revenue: '1000000', sales: 7, spend: '150000,50' };
    expect((await send('PUT', '/api/v1/plans', { ...plan, sales: 1 })).status).toBe(200);
    expect((await send('PUT', '/api/v1/plans', plan)).status).toBe(200);
    const { rows, total } = await plans();
    const row = rows.find(({ team }) => team.slug === 'kenesary');
    // 5 sales of 150,000; 1,000,000 * 4.5 / 7 = 642,857 are expected by now.
    expect(row).toMatchObject({
      plan: { revenue: '1000000.00', sales: 7, spend: '150000.50' },
      fact: { revenue: '750000.00', sales: 5 },
      progress: { revenue: { done: '75.0', pace: '116.7' }, sales: { done: '71.4', pace: '111.1' } },
    });
    expect(total).toMatchObject({ plan: { sales: 7 }, fact: { sales: 5 } });
    const audit = await server.context.db
      .selectFrom('audit_log')
      .select(['subject', 'after'])
      .where('action', '=', 'plan.save')
      .execute();
    expect(audit).toHaveLength(2);
    expect(audit[1]).toMatchObject({
      subject: `kenesary ${THIS_WEEK}`,
      after: { spend: '150000.50' },
    });
  });

  it('the leaderboard leaves out who spent less than the floor', async () => {
    const { rows } = await plans();
    expect(rows.map(({ team, place }) => [team.slug, place])).toEqual([
      ['kenesary', 1],
      ['arystan', null],
      ['muha', null],
      ['traf4', null],
    ]);
  });

  it('a digest gets the same figures, without teams that have no plan', async () => {
    const { lines, total } = await readPlanLines(server.context);
    const answer = await plans();
    expect(lines.map(({ team }) => team.slug)).toEqual(['kenesary']);
    expect(lines[0]?.fact).toEqual(answer.rows[0]?.fact);
    expect(total).toEqual(answer.total);
  });

  it('a plan is refused for a past week, a day that is no Monday, an unknown team, and nonsense', async () => {
    const plan = { team: 'kenesary', week: '2026-11-23', revenue: '1', sales: 1, spend: '1' };
    const refused = async (change: object) =>
      (await send('PUT', '/api/v1/plans', { ...plan, ...change })).status;
    expect(await refused({ week: '2026-11-09' })).toBe(400);
    expect(await refused({ week: '2026-11-24' })).toBe(400);
    expect(await refused({ week: '2026-02-30' })).toBe(400);
    expect(await refused({ team: 'nobody' })).toBe(404);
    expect(await refused({ team: 'unattributed' })).toBe(404);
    for (const revenue of ['-1', '1e9', '', 'NaN', '1234567890123', '1.234'])
      expect(await refused({ revenue }), revenue).toBe(400);
    expect(await refused({})).toBe(200);
  });

  it('a plan taken back is gone, once', async () => {
    const url = '/api/v1/plans?team=kenesary&week=2026-11-23';
    expect((await send('DELETE', url)).status).toBe(200);
    expect((await send('DELETE', url)).status).toBe(404);
    expect((await plans('week=2026-11-23')).rows[0]).toMatchObject({ plan: null, fact: null });
  });

  it('a week with spend that has no rate is no base for a plan', async () => {
    await sql`
      insert into traffic_stats (account_id, ad_id, day, spend, currency, team_id, basis, synced_at)
      values ('act_964264512447589', 'unconverted', '2026-11-04', 5, 'USD', 1, 'ad_account', ${NOW})`.execute(
      server.context.db,
    );
    const { rows } = await proposals();
    expect(rows.find(({ team }) => team.slug === 'kenesary')?.proposal).toMatchObject({
      figures: null,
      refusal: 'incomplete',
    });
  });
});
