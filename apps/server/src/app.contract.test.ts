import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY } from './modules/access/index.ts';
import {
  ADMIN_TOKEN,
  createTestServer,
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
