import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyRules, undoRules } from '../../testing/rules-harness.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { redecideSalesOfAds } from '../sales/index.ts';

const ACCOUNT = 'act_839340528712304';
const CAMPAIGN = '120200000000000077';
let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
  await server.context.db
    .insertInto('traffic_stats')
    .values(
      ['2026-11-03', '2026-11-04', '2026-11-05'].map((day) => ({
        ...{ account_id: ACCOUNT, ad_id: '120200000000000055', campaign_id: CAMPAIGN, day, currency: 'USD' },
        ...{
          spend: '3',
          spend_kzt: '1500',
          campaign_name: 'Лето',
          ad_name: 'Видео 1',
          synced_at: new Date(),
        },
        ...{ team_id: 3, basis: 'ad_account' },
      })),
    )
    .execute();
});
afterEach(async () => {
  await server.close();
});

const deps = () => ({ db: server.context.db, clock: server.context.clock });

async function call(method: 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

const assign = (team: string, dates: { valid_from?: string; valid_to?: string } = {}) =>
  call('POST', '/api/v1/campaign-teams', { campaign_id: CAMPAIGN, team, reason: 'ведёт с ноября', ...dates });
const unassign = (query = '') => call('DELETE', `/api/v1/campaign-teams/${CAMPAIGN}${query}`);

async function teams(): Promise<string[]> {
  const rows = await server.context.db
    .selectFrom('traffic_stats as s')
    .innerJoin('traffic_teams as t', 't.id', 's.team_id')
    .select(['t.slug', 's.basis'])
    .orderBy('s.day')
    .execute();
  return rows.map(({ slug, basis }) => `${slug} ${basis}`);
}

const BOUND = 'muha ad_account';
const GIVEN = 'kenesary campaign_assignment';

describe('a campaign given to a team by a person', () => {
  it('outranks the account on its days, through every change of rules, and can be taken back', async () => {
    expect(await assign('kenesary', { valid_from: '2026-11-04' })).toMatchObject({
      status: 200,
      body: { moved_ad_days: 2 },
    });
    expect(await teams()).toEqual([BOUND, GIVEN, GIVEN]);
    await applyRules(deps(), { add: [{ team: 'traf4', value: 'лето', strength: 'exact' }] });
    expect(await teams()).toEqual([BOUND, GIVEN, GIVEN]);
    await undoRules(deps());
    expect(await teams()).toEqual([BOUND, GIVEN, GIVEN]);
    const receipt = await server.get(
      `/api/v1/spend/receipt?account_id=${ACCOUNT}&ad_id=120200000000000055&day=2026-11-04`,
    );
    expect(receipt.body).toMatchObject({
      receipt: { team: { slug: 'kenesary' }, basis: 'campaign_assignment', confidence: 'high' },
    });
    expect((await server.get('/api/v1/campaign-teams')).body.assignments).toMatchObject([
      {
        campaign_id: CAMPAIGN,
        campaign_name: 'Лето',
        team: 'kenesary',
        valid_from: '2026-11-04',
        valid_to: null,
      },
    ]);
    expect(await unassign('?valid_from=2026-11-04')).toMatchObject({ body: { moved_ad_days: 2 } });
    expect(await teams()).toEqual([BOUND, BOUND, BOUND]);
  });

  it('takes the sales that stand on its ads along, and gives them back', async () => {
    const updated_at = Date.parse('2026-11-15T10:00:00Z') / 1000;
    const utm = { utm_source: 'facebook', utm_content: '120200000000000055' };
    await server.hook(
      leadHook('status', { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at, utm }),
    );
    await server.processInbox();
    const owner = async () => {
      server.context.rules.forget();
      await redecideSalesOfAds(server.context.db, await server.context.ledger());
      const { body } = await server.get('/api/v1/sales?start=2026-11-01&end=2026-11-20');
      return (body.sales as { team: { slug: string } | null }[])[0]?.team?.slug;
    };
    expect(await owner()).toBe('muha');
    await assign('kenesary');
    expect(await owner()).toBe('kenesary');
    await unassign();
    expect(await owner()).toBe('muha');
  });

  it('refuses days that are given already, an empty period, and what it does not know', async () => {
    await assign('kenesary', { valid_to: '2026-11-04' });
    expect((await assign('traf4')).status).toBe(409);
    expect((await assign('traf4', { valid_from: '2026-11-03' })).status).toBe(409);
    expect((await assign('traf4', { valid_from: '2026-11-05', valid_to: '2026-11-05' })).status).toBe(400);
    expect((await assign('nobody', { valid_from: '2026-11-05' })).status).toBe(400);
    expect((await assign('traf4', { valid_from: '2026-11-04' })).status).toBe(200);
    expect(await teams()).toEqual([GIVEN, 'traf4 campaign_assignment', 'traf4 campaign_assignment']);
    const unknown = { campaign_id: '99', team: 'traf4', reason: 'проверка' };
    expect((await call('POST', '/api/v1/campaign-teams', unknown)).status).toBe(404);
    expect((await unassign('?valid_from=2026-01-01')).status).toBe(404);
  });
});
