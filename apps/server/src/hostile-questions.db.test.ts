import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POLICY } from './modules/access/index.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from './testing/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  server.context.jobs.connect({ enqueue: async () => true });
  const sold = Math.floor(Date.now() / 1000) - 3_600;
  await server.hook(
    leadHook('status', { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: sold }),
  );
  await server.processInbox();
});
afterAll(() => server.close());

const BIG = '9223372036854775808';
/** Days, places in lists and numbers that no honest caller sends and PostgreSQL has no value for. */
const QUERIES = [
  ...['date=0000-01-01', 'start=0000-01-01&end=0000-01-02', 'start=0001-01-01&end=0001-01-07'],
  ...['date=9999-12-31', 'start=9999-12-30&end=9999-12-31&compare=year', 'start=2021-11-28&end=2026-11-28'],
  ...[
    'day=0000-01-01',
    'week=0000-01-03',
    'week=9999-12-31',
    'valid_from=0000-01-01',
    'valid_from=2026-02-30',
  ],
  ...[`cursor=${BIG}`, 'cursor=0000-01-01T00:00:00.000Z_1', 'cursor=2026-13-45T00:00:00.000Z_1'],
  ...['cursor=999999999999999999_1', 'cursor=999999999999999999', `cursor=${BIG}_${BIG}`, 'cursor=-1'],
  ...[`lead_id=${BIG}`, `account_id=act_${BIG}&ad_id=1&day=0000-01-01`, `parent=${BIG}`, `id=${BIG}`],
];
const IDS = ['1', '0', BIG, '0000-01-01'];

const routes = (method: string) =>
  Object.entries(POLICY).flatMap(([route, access]) =>
    route.startsWith(`${method} /api/`) && !['webhook', 'leads-writer', 'open'].includes(access)
      ? [route.slice(method.length + 1)]
      : [],
  );
/** The address and what it answered, when it is our mistake. */
async function mistake(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const answer = await server.app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
    ...(payload === undefined ? {} : { payload }),
  });
  return answer.statusCode === 500 ? [`${method} ${url} ${JSON.stringify(payload ?? null)}`] : [];
}

it('no question, however odd its days, places and numbers, is answered by an error of ours', async () => {
  const mistakes: string[] = [];
  for (const route of routes('GET')) {
    if (route === '/api/v1/events') continue;
    for (const query of QUERIES)
      mistakes.push(...(await mistake('GET', `${route.replaceAll(/:\w+/g, '1')}?${query}`)));
    if (route.includes(':'))
      for (const id of IDS) mistakes.push(...(await mistake('GET', route.replaceAll(/:\w+/g, id))));
  }
  expect(mistakes).toEqual([]);
}, 120_000);

it.each([
  ['PUT', '/api/v1/rates', { currency: 'USD', day: '0000-01-01', rate: '500' }],
  ['PUT', '/api/v1/rates', { currency: 'USD', day: '2026-02-30', rate: '500' }],
  ['DELETE', '/api/v1/rates?currency=USD&day=0000-01-01', undefined],
  ['PUT', '/api/v1/plans', { team: 'muha', week: '0000-01-03', revenue: '1', sales: 1, spend: '1' }],
  ['DELETE', '/api/v1/plans?team=muha&week=0000-01-03', undefined],
  ['POST', '/api/admin/amocrm/reconcile', { start: '0000-01-01', end: '0000-01-02' }],
  ['POST', '/api/v1/facebook/backfill', { from: '0000-01-01' }],
  [
    'POST',
    '/api/v1/campaign-teams',
    { campaign_id: '1', team: 'muha', reason: 'так', valid_from: '0000-01-01' },
  ],
  ['DELETE', '/api/v1/campaign-teams/1?valid_from=0000-01-01', undefined],
  ['DELETE', '/api/v1/campaign-teams/1?valid_from=2026-02-30', undefined],
] as const)('%s %s refuses a day that no calendar or no campaign has', async (method, url, payload) => {
  expect(await mistake(method, url, payload)).toEqual([]);
});

it('an account is bound from a day that exists', async () => {
  const { rows } = await sql<{ id: string }>`select account_id as id from ad_accounts limit 1`.execute(
    server.context.db,
  );
  for (const valid_from of ['0000-01-01', '2026-02-30'])
    expect(
      await mistake('POST', `/api/v1/facebook/accounts/${rows[0]?.id}/bindings`, {
        team: 'muha',
        valid_from,
      }),
    ).toEqual([]);
});
