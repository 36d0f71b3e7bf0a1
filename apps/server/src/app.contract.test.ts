import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY } from './modules/access/index.ts';
import {
  ADMIN_TOKEN,
  createTestServer,
  leadHook,
  letIn,
  type TestServer,
  WEBHOOK_SECRET,
} from './testing/running-server.ts';

const ORIGIN = { 'sec-fetch-site': 'same-origin', 'user-agent': 'test' };
const PASSWORD = 'a long enough password';

let server: TestServer;
const cookies: Record<string, string> = {};

async function signIn(email: string): Promise<string> {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: ORIGIN,
    payload: { email, password: PASSWORD },
  });
  if (answer.statusCode !== 200) throw new Error(`${email} could not sign in`);
  return answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
}

beforeAll(async () => {
  server = await createTestServer();
  const people = [
    { email: 'analyst@test.example', name: 'А', role: 'analyst' },
    { email: 'kenesary@test.example', name: 'К', role: 'targetologist', team: 'kenesary' },
  ];
  for (const person of people) {
    await letIn(server.app, { ...person, password: PASSWORD });
    cookies[person.role] = await signIn(person.email);
  }
});
afterAll(async () => {
  await server.close();
});

const routes = Object.entries(POLICY).map(([key, access]) => {
  const [method = '', path = ''] = key.split(' ');
  const url = path
    .replace('/*', '/')
    .replace(':secret', 'wrong-secret-wrong-secret')
    .replace(':team', 'kenesary')
    .replace(/:\w+/, '999999');
  return { key, method: method as 'GET' | 'POST' | 'DELETE', url, access };
});
const guarded = routes.filter(({ access }) => !['open', 'shell', 'webhook'].includes(access));
/** The event stream never ends: it is opened where only its refusal is looked at. */
const finite = guarded.filter(({ key }) => key !== 'GET /api/v1/events');

const call = (route: (typeof routes)[number], headers: Record<string, string>) =>
  server.app.inject({ method: route.method, url: route.url, headers });

describe('the route walk', () => {
  it('finds no open route but sign-in, links, health, the shell and the webhooks', () => {
    const open = routes
      .filter(({ access }) => ['open', 'shell', 'webhook'].includes(access))
      .map(({ key }) => key);
    expect(open).toEqual([
      'GET /healthz',
      'GET /readyz',
      'GET /*',
      'POST /api/v1/session',
      'POST /api/v1/links/look',
      'POST /api/v1/links/use',
      'POST /api/amocrm/sales-webhook',
      'POST /api/amocrm/sales-webhook/:secret',
      'POST /api/amocrm/funnel-sale',
      'POST /api/amocrm/funnel-sale/:secret',
      'POST /webhook/amocrm/traffic',
      'POST /webhook/amocrm/traffic/:secret',
    ]);
  });

  it.each(guarded)('$key answers 401 to a stranger, in our error shape', async (route) => {
    const answer = await call(route, {});
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({
      success: false,
      error: { code: 'unauthorized', request_id: expect.any(String) },
    });
  });

  it.each(routes.filter(({ access }) => access === 'webhook'))(
    '$key answers 401 without its secret',
    async (route) => {
      expect((await call(route, {})).statusCode).toBe(401);
    },
  );

  it.each(finite.filter(({ access }) => ['admin', 'reader', 'leads-writer'].includes(access)))(
    '$key answers 403 to a targetologist',
    async (route) => {
      const answer = await call(route, { ...ORIGIN, cookie: cookies.targetologist ?? '' });
      expect(answer.statusCode).toBe(403);
    },
  );

  it.each(
    guarded.filter(
      ({ access, method }) =>
        access === 'admin' || access === 'buyer' || (method !== 'GET' && access === 'leads-writer'),
    ),
  )('$key lets an analyst change nothing: 403', async (route) => {
    const answer = await call(route, { ...ORIGIN, cookie: cookies.analyst ?? '' });
    expect(answer.statusCode).toBe(403);
  });

  it.each(finite.filter(({ access }) => access !== 'person' && access !== 'targetologist'))(
    '$key lets the admin token in',
    async (route) => {
      const answer = await call(route, { authorization: `Bearer ${ADMIN_TOKEN}` });
      expect([401, 403, 500]).not.toContain(answer.statusCode);
    },
  );
});

/** Who may use a route of each access, said here once more and by hand: the policy is what is being tested. */
const MAY: Record<string, readonly string[]> = {
  person: ['admin', 'analyst', 'targetologist'],
  'signed-in': ['admin', 'analyst', 'targetologist', 'token admin', 'token read', 'token team:read'],
  viewer: ['admin', 'analyst', 'targetologist', 'token admin', 'token read', 'token team:read'],
  reader: ['admin', 'analyst', 'token admin', 'token read'],
  admin: ['admin', 'token admin'],
  targetologist: ['targetologist'],
  assistant: ['token admin', 'token read', 'token team:read'],
  buyer: ['admin', 'targetologist', 'token admin'],
  'leads-writer': ['admin', 'token admin', 'token leads:write'],
};

describe('the route walk for every role and every scope of a token', () => {
  const callers: Record<string, Record<string, string>> = {};
  beforeAll(async () => {
    await letIn(server.app, { email: 'boss@test.example', name: 'Б', role: 'admin', password: PASSWORD });
    const tokenOf = async (scope: string) => {
      const made = await server.app.inject({
        ...{
          method: 'POST',
          url: '/api/v1/tokens',
          payload: { name: scope, scope, ...(scope === 'team:read' ? { team: 'kenesary' } : {}) },
        },
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      });
      return { authorization: `Bearer ${made.json<{ token: string }>().token}` };
    };
    for (const scope of ['admin', 'read', 'leads:write', 'team:read'])
      callers[`token ${scope}`] = await tokenOf(scope);
    callers['admin'] = { ...ORIGIN, cookie: await signIn('boss@test.example') };
    callers['analyst'] = { ...ORIGIN, cookie: await signIn('analyst@test.example') };
    callers['targetologist'] = { ...ORIGIN, cookie: await signIn('kenesary@test.example') };
  });
  /** Whoever may call these is signed out by them. */
  const harmless = finite.filter(({ key }) => !/^DELETE \/api\/v1\/sessions?$/.test(key));

  it.each([
    'admin',
    'analyst',
    'targetologist',
    'token admin',
    'token read',
    'token leads:write',
    'token team:read',
  ])('%s is let into exactly what the role is for, and told nothing by a refusal', async (caller) => {
    for (const route of harmless) {
      const answer = await call(route, callers[caller] ?? {});
      const refused = answer.statusCode === 401 || answer.statusCode === 403;
      expect({ route: route.key, refused }).toEqual({
        route: route.key,
        refused: !(MAY[route.access] ?? []).includes(caller),
      });
      expect(answer.statusCode, `${route.key}: ${answer.body}`).not.toBe(500);
      const code = refused ? answer.json<{ error: { code: string } }>().error.code : 'forbidden';
      expect(code, route.key).toBe('forbidden');
    }
  });

  it('knows every access that the policy uses', () => {
    expect(new Set(guarded.map(({ access }) => access))).toEqual(new Set(Object.keys(MAY)));
  });
});

describe('a targetologist', () => {
  it.each([
    '/api/v1/overview',
    '/api/traffic-dashboard/funnel',
    '/api/amocrm/sales-history',
    '/api/amocrm/sales-stats',
    '/api/traffic-dashboard/leads/total',
    '/api/traffic-dashboard/leads/by-funnel',
    '/api/traffic-dashboard/sales/total',
    '/api/facebook-ads/insights',
    '/api/v1/plans',
    '/api/v1/forecast',
  ])('is refused another team on %s with one text, whether or not that team exists', async (url) => {
    const messages = [];
    for (const team of ['arystan', 'no-such-team', 'unattributed']) {
      const answer = await server.app.inject({
        url: `${url}?team=${team}`,
        headers: { cookie: cookies.targetologist ?? '' },
      });
      expect(answer.statusCode).toBe(403);
      messages.push(answer.json<{ error: { message: string } }>().error.message);
    }
    expect(new Set(messages).size).toBe(1);
  });

  it('gets only the own row, without naming anyone else', async () => {
    const answer = await server.app.inject({
      url: '/api/v1/overview',
      headers: { cookie: cookies.targetologist ?? '' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/arystan|muha|traf4/i);
  });
});

describe('the API', () => {
  it('describes every route of the policy in OpenAPI, and serves the reference page', async () => {
    const { body } = await server.get('/api/openapi.json');
    const described = Object.keys(body.paths as object);
    expect(described).toContain('/api/v1/overview');
    expect(described).toContain('/api/amocrm/sales-webhook/{secret}');
    const page = await server.app.inject({
      url: '/api/docs/',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(page.statusCode).toBe(200);
  });

  it('answers 400 with the field for a bad query, 404 for an unknown address', async () => {
    const bad = await server.get('/api/v1/overview?preset=fortnight');
    expect(bad).toMatchObject({ status: 400, body: { error: { code: 'validation' } } });
    const mixed = await server.get('/api/v1/overview?preset=7d&date=2026-11-01');
    expect(mixed.status).toBe(400);
    const impossible = await server.get('/api/v1/overview?date=2026-02-30');
    expect(impossible.status).toBe(400);
    expect((await server.get('/api/v1/nothing')).status).toBe(404);
  });

  it('shows unknown spend and leads as null, never as zero, before Meta and the landing ever spoke', async () => {
    const { body } = await server.get('/api/v1/overview');
    expect(body.total).toMatchObject({ spend: null, clicks: null, leads: null, roas: null, sales: 0 });
  });

  it('keeps the webhook secret out of every answer', async () => {
    const { body } = await server.get('/api/v1/inbox');
    expect(JSON.stringify(body)).not.toContain(WEBHOOK_SECRET);
  });

  it('is not ready without a worker, and says so', async () => {
    const answer = await server.app.inject({ url: '/readyz' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  });
});

describe('messages', () => {
  it.each([
    ['ru', 'Войдите, чтобы продолжить'],
    ['kk', 'Жалғастыру үшін кіріңіз'],
    ['en', 'Sign in to continue'],
  ])('are in the caller’s language: %s', async (language, message) => {
    const answer = await server.app.inject({
      url: '/api/v1/overview',
      headers: { 'accept-language': language },
    });
    expect(answer.json()).toMatchObject({ error: { message } });
  });
});

/** Last: what stands above looks at an empty academy. */
describe('what belongs to another team', () => {
  it('is answered to a targetologist as what does not exist, in no list, file or count', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const created_at = new Date(Date.now() - 3_600_000).toISOString();
    const lead = { id: 'other', name: 'Чужой Лид', phone: '+77015550001', source: 'proftest', created_at };
    await server.app.inject({
      ...{ method: 'POST', url: '/api/landing/leads', headers },
      payload: { leads: [{ ...lead, utm_source: 'fb_arystan', utm_campaign: 'arystan' }] },
    });
    const deal = { id: 6001, name: 'Чужая Сделка', status_id: 142, pipeline_id: 10350882, price: 5000 };
    const updated_at = Math.floor(Date.now() / 1000) - 60;
    await server.hook(leadHook('status', { ...deal, updated_at, utm: { utm_source: 'fb_arystan' } }));
    await server.processInbox();
    const [leads, sales] = [
      (await server.get('/api/v1/leads?preset=7d')).body as { leads: { id: string }[] },
      (await server.get('/api/amocrm/sales-history?preset=7d')).body as { sales: { id: string }[] },
    ];
    const ids = { leads: leads.leads[0]?.id, sales: sales.sales[0]?.id };
    for (const kind of ['leads', 'sales'] as const) {
      expect((await server.get(`/api/v1/${kind}/${ids[kind]}`)).status).toBe(200);
      const ask = async (id: string | undefined) =>
        server.app.inject({ url: `/api/v1/${kind}/${id}`, headers: { cookie: cookies.targetologist ?? '' } });
      const [other, nobody] = [await ask(ids[kind]), await ask('88888888')];
      expect(other.statusCode).toBe(404);
      const told = (answer: typeof other) => ({
        ...answer.json<{ error: object }>().error,
        request_id: null,
      });
      expect(told(other)).toEqual(told(nobody));
    }
    for (const url of [
      '/api/v1/leads?preset=7d',
      '/api/amocrm/sales-history?preset=7d',
      '/api/v1/export.csv?report=leads&preset=7d',
      '/api/v1/utm?preset=7d',
      '/api/v1/ads?preset=7d',
    ]) {
      const answer = await server.app.inject({ url, headers: { cookie: cookies.targetologist ?? '' } });
      expect(answer.body, url).not.toMatch(/Чуж|arystan|77015550001/i);
    }
  });
});
