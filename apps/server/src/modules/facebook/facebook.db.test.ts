import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../../simulator/src/index.ts';
import {
  META_ACCOUNTS,
  META_NOW,
  metaEnvironment,
  startMetaSimulator,
} from '../../testing/meta-simulator.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { jobDefinitions } from '../../worker.ts';

let at = META_NOW;
let simulator: RunningSimulator;
let server: TestServer;
/** Jobs that were asked for. */
let asked: { name: string; data: object | undefined }[];

beforeAll(async () => {
  simulator = await startMetaSimulator(() => at);
});
afterAll(() => simulator.close());
beforeEach(async () => {
  at = META_NOW;
  asked = [];
  server = await createTestServer({ now: () => new Date(at), env: metaEnvironment(simulator) });
  server.context.jobs.connect({
    enqueue: async (name, data) => {
      asked.push({ name, data });
      return true;
    },
  });
});
afterEach(async () => {
  await simulator.control('DELETE', '/faults');
  await server.close();
});

const { newYork, utc, last } = META_ACCOUNTS;
const run = async (name: string, data: object = {}) =>
  jobDefinitions(server.context)
    .find((job) => job.name === name)
    ?.run(data);

async function call(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

type Account = {
  account_id: string;
  bindings: { id: string; team: { slug: string }; valid_from: string | null; valid_to: string | null }[];
  [field: string]: unknown;
};
type Business = { business: { name: string } | null; accounts: Account[] };
async function tree(): Promise<Business[]> {
  const { body } = await server.get('/api/v1/facebook/tree');
  return body['businesses'] as Business[];
}
const account = async (id: string) =>
  (await tree()).flatMap(({ accounts }) => accounts).find(({ account_id }) => account_id === id);

const teamsByDay = async (accountId: string) =>
  (
    await sql<{ day: string; team: string }>`
      select distinct s.day, t.slug as team from traffic_stats s join traffic_teams t on t.id = s.team_id
      where s.account_id = ${accountId} and s.day >= '2026-11-16' order by 1`.execute(server.context.db)
  ).rows.map(({ day, team }) => `${day.slice(8)} ${team}`);

describe('the structure of ad accounts', () => {
  it('comes by Business Manager with zone, currency, status, bindings, reading and what no ad accounts for', async () => {
    await run('spend.sync-nightly');
    const businesses = await tree();
    expect(businesses.map(({ business, accounts }) => [business?.name, accounts.length])).toEqual([
      ['onAI Academy', 3],
      ['Partner Agency', 1],
    ]);
    expect(await account(newYork)).toMatchObject({
      ...{
        currency: 'USD',
        timezone: 'America/New_York',
        status: 'active',
        relation: 'owned',
        included: true,
      },
      ...{ bindings: [{ team: { slug: 'kenesary' }, valid_from: null, valid_to: null }] },
      ...{
        last_sync_at: new Date(at).toISOString(),
        error: null,
        not_allocated: { days: 0, amount: '0.00' },
      },
    });
    expect(await account(last)).toMatchObject({ relation: 'client', not_allocated: { days: 28 } });
  });

  it('hides no account whose Business Manager Meta has not named yet', async () => {
    await run('spend.sync-nightly');
    await server.context.db.deleteFrom('business_managers').execute();
    expect((await tree()).map(({ business, accounts }) => [business, accounts.length])).toEqual([[null, 4]]);
  });

  it('says why and since when an account is not read', async () => {
    await run('spend.sync-hourly');
    await simulator.control('POST', '/faults', { meta: { code: 200, status: 403, account: utc } });
    at += 3_600_000;
    await run('spend.sync-hourly');
    expect(await account(utc)).toMatchObject({
      last_sync_at: new Date(META_NOW).toISOString(),
      error: { message: 'Meta не даёт прав на этот рекламный кабинет', since: new Date(at).toISOString() },
    });
  });

  it('an excluded account is read no more and keeps what was spent; included again it is read at once', async () => {
    await run('spend.sync-hourly');
    const days = await teamsByDay(utc);
    const { status, body } = await call('PATCH', `/api/v1/facebook/accounts/${utc}`, { included: false });
    expect([status, (body['account'] as Account)['included']]).toEqual([200, false]);
    await simulator.control('DELETE', '/calls');
    at += 3_600_000;
    await run('spend.sync-hourly');
    expect((await account(utc))?.['last_sync_at']).toBe(new Date(META_NOW).toISOString());
    expect(await teamsByDay(utc)).toEqual(days);
    await call('PATCH', `/api/v1/facebook/accounts/${utc}`, { included: true });
    expect(asked.map(({ name }) => name)).toContain('spend.refresh');
    expect((await call('PATCH', '/api/v1/facebook/accounts/act_1', { included: true })).status).toBe(404);
  });
});

describe('a binding of an account', () => {
  const bind = (payload: object, id: string = utc) =>
    call('POST', `/api/v1/facebook/accounts/${id}/bindings`, payload);

  it('hands the account over from a day on: earlier spend stays, later spend moves, and back again', async () => {
    await run('spend.sync-hourly');
    expect(await teamsByDay(utc)).toEqual(['16 muha', '17 muha', '18 muha', '19 muha', '20 muha']);
    const { status, body } = await bind({ team: 'arystan', valid_from: '2026-11-19' });
    expect(status).toBe(200);
    expect(body['moved_ad_days']).toBeGreaterThan(0);
    expect(asked.map(({ name }) => name)).toEqual(['attribution.settle']);
    expect(await teamsByDay(utc)).toEqual(['16 muha', '17 muha', '18 muha', '19 arystan', '20 arystan']);

    at += 3_600_000;
    await run('spend.sync-hourly');
    expect((await teamsByDay(utc)).at(-1)).toBe('20 arystan');

    const [, given] = (await account(utc))?.bindings ?? [];
    expect(given).toMatchObject({ team: { slug: 'arystan' }, valid_from: '2026-11-19', valid_to: null });
    const back = await call('DELETE', `/api/v1/facebook/accounts/${utc}/bindings/${given?.id}`);
    expect(back.status).toBe(200);
    expect((await account(utc))?.bindings).toMatchObject([
      { team: { slug: 'muha' }, valid_to: '2026-11-19' },
    ]);
    // Nobody is bound to these days now: the names of the ads say whose they are.
    expect((await teamsByDay(utc)).at(-1)).toBe('20 muha');
  });

  it('may not overlap another one, be empty, or name what is not there', async () => {
    await bind({ team: 'arystan', valid_from: '2026-11-10', valid_to: '2026-11-12' });
    const statuses = await Promise.all([
      bind({ team: 'kenesary', valid_from: '2026-11-11' }),
      bind({ team: 'kenesary', valid_from: '2026-11-12', valid_to: '2026-11-12' }),
      bind({ team: 'nobody', valid_from: '2026-12-01' }),
      bind({ team: 'kenesary', valid_from: '2026-12-01' }, 'act_1'),
      bind({ team: 'kenesary' }, 'utc'),
      call('DELETE', `/api/v1/facebook/accounts/${utc}/bindings/999`),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([409, 400, 400, 404, 400, 404]);
  });
});

describe('reports on Meta', () => {
  it('list accounts and the campaigns of one, archived ones and their tags included', async () => {
    await run('spend.sync-nightly');
    const { body } = await server.get('/api/traffic-facebook/accounts');
    expect(body['accounts']).toHaveLength(4);
    const campaigns = await server.get(`/api/traffic-facebook/campaigns/${newYork}`);
    expect(campaigns.body['campaigns']).toMatchObject([
      { name: 'kenesary | Express | KZ', effective_status: 'ARCHIVED' },
      {
        name: 'kenesary | ProfTest | KZ',
        effective_status: 'ACTIVE',
        url_tags: expect.stringContaining('fb_kenesary'),
      },
    ]);
    expect((await server.get('/api/traffic-facebook/campaigns/964264512447589')).status).toBe(400);
    expect((await server.get('/api/traffic-facebook/campaigns/act_1')).status).toBe(404);
  });

  it('give figures by campaign that add up, of a team or of tags, and follow what is read', async () => {
    await run('rates.sync');
    await run('spend.sync-nightly');
    type Report = {
      campaigns: { name: string; figures: { spend: string } }[];
      unmatched: object | null;
      not_allocated: { days: number; amount: string } | null;
      total: { spend: string; ctr: string };
    };
    const insights = async (query: string) => {
      const { status, body } = await server.get(`/api/facebook-ads/insights?preset=7d&currency=USD&${query}`);
      expect(status).toBe(200);
      return body as Report;
    };
    const cents = (value: string) => Math.round(Number(value) * 100);
    const all = await insights('');
    expect(all.campaigns.reduce((sum, { figures }) => sum + cents(figures.spend), 0)).toBe(
      cents(all.total.spend),
    );
    expect(Number(all.total.ctr)).toBeGreaterThan(0);
    // The last account spends 3 % beyond its ads; it counts in dollars, and so does the report.
    const lastAds = await server.context.db
      .selectFrom('traffic_stats')
      .select((eb) => eb.fn.sum<string>('spend').as('spend'))
      .where('account_id', '=', last)
      .where('day', '>=', '2026-11-15')
      .where('day', '<=', '2026-11-21')
      .executeTakeFirstOrThrow();
    expect(all.not_allocated?.days).toBe(6);
    expect(Number(all.not_allocated?.amount) / Number(lastAds.spend)).toBeCloseTo(0.03, 3);
    const team = await insights('team=kenesary');
    expect(team.not_allocated).toBeNull();
    const tagged = await insights('utm_source=FB_kenesary');
    expect(team.campaigns.map(({ name }) => name).toSorted()).toEqual([
      'kenesary | Express | KZ',
      'kenesary | ProfTest | KZ',
    ]);
    expect(tagged.total.spend).toBe(team.total.spend);
    expect(tagged.unmatched).toBeNull();
    expect((await insights('utm_source=kenesary')).campaigns).toEqual([]);
    const none = await insights(`utm_campaign=${encodeURIComponent('kenesary | Express | KZ')}`);
    expect(none.campaigns).toHaveLength(1);

    await call('POST', `/api/v1/facebook/accounts/${newYork}/bindings`, {
      team: 'muha',
      valid_from: '2026-01-01',
    });
    await new Promise((done) => setTimeout(done, 600));
    expect((await insights('team=kenesary')).campaigns).toEqual([]);
  });

  it('the integration is online, then says what is wrong: an account, then the token', async () => {
    const status = async () => (await server.get('/api/integrations/facebook')).body;
    expect(await status()).toMatchObject({ service: 'facebook', status: 'degraded', lastChecked: null });
    await run('spend.sync-nightly');
    expect(await status()).toMatchObject({ details: { token: { valid: true } } });
    expect(await status()).toMatchObject({ status: 'online', lastChecked: new Date(at).toISOString() });
    await simulator.control('POST', '/faults', { meta: { code: 17, account: utc } });
    await run('spend.sync-hourly');
    expect(await status()).toMatchObject({
      status: 'degraded',
      message: 'Не читаются рекламные кабинеты: 1 из 4',
    });
    await simulator.control('POST', '/faults', { meta: { expiredToken: true } });
    await run('spend.sync-hourly');
    expect((await server.get('/api/traffic-facebook/health')).body).toMatchObject({
      status: 'offline',
      details: { alarms: [{ key: 'meta.token' }] },
    });
  });

  it('have rates for a currency as soon as an account brings it', async () => {
    await run('spend.sync-hourly');
    const { rows } = await sql<{ currency: string; unknown: number }>`
      select currency, (count(*) filter (where spend_kzt is null))::int as unknown from traffic_stats
      group by 1 order by 1`.execute(server.context.db);
    expect(rows).toEqual([
      { currency: 'EUR', unknown: 0 },
      { currency: 'KZT', unknown: 0 },
      { currency: 'USD', unknown: 0 },
    ]);
    await run('spend.refresh');
    const { body } = await server.get('/api/v1/jobs?kind=rates.sync');
    expect(body['jobs']).toHaveLength(1);
  });

  it('are read back as far as a person wishes, also when the process that was asked is gone', async () => {
    await run('spend.sync-hourly');
    const { body } = await call('POST', '/api/v1/facebook/backfill', { months: 12 });
    expect(body).toMatchObject({ kind: 'spend.backfill', started: true });
    expect((await call('POST', '/api/v1/facebook/backfill', { months: 38 })).status).toBe(400);
    await simulator.control('POST', '/faults', { meta: { code: 2, status: 503, account: utc, times: 1 } });
    await run('spend.backfill');
    const readFrom = async () =>
      (await tree()).flatMap(({ accounts }) => accounts).map((one) => one['read_from']);
    expect(new Set(await readFrom())).toEqual(new Set(['2025-11-21', '2025-11-22']));
    await simulator.control('DELETE', '/calls');
    await run('spend.backfill');
    const calls = (await simulator.control('GET', '/calls')) as Record<string, number>;
    expect(calls['GET /graph/:version/:node/insights']).toBeUndefined();
  });

  it('are read anew on demand, with progress to be seen', async () => {
    const { status, body } = await call('POST', '/api/traffic-facebook/refresh?wait=0');
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'spend.refresh', started: true, job: null });
    expect(asked).toEqual([{ name: 'spend.refresh', data: { on_demand: true } }]);
    await run('spend.refresh');
    const jobs = (await server.get('/api/v1/jobs?kind=spend.refresh')).body['jobs'] as Record<
      string,
      unknown
    >[];
    expect(jobs).toMatchObject([{ status: 'ok', progress: { total: 4 } }]);
  });
});

it('the process counts its requests to Meta by how they ended, limits, cached answers and jobs', async () => {
  await run('spend.sync-hourly');
  await simulator.control('POST', '/faults', { meta: { code: 17, account: utc } });
  await run('spend.sync-hourly');
  await server.get('/api/traffic-facebook/accounts');
  await server.get('/api/traffic-facebook/accounts');
  const { statusCode, body } = await server.app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  expect(statusCode).toBe(200);
  for (const line of [
    /traffic_meta_requests_total\{outcome="ok"\} \d{2}/,
    /traffic_meta_requests_total\{outcome="throttle"\} 1/,
    /traffic_meta_throttles_total\{scope="account"\} 1/,
    /traffic_cache_reads_total\{result="miss"\} 1/,
    /traffic_cache_reads_total\{result="hit"\} 1/,
  ])
    expect(body).toMatch(line);
  expect((await server.app.inject({ url: '/metrics' })).statusCode).toBe(401);
});
