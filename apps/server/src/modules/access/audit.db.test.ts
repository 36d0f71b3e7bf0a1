import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PUBLIC_URL, SECRET, type TestApp } from './access-test-app.ts';
import { createAuth } from './auth.ts';
import { registerGuard } from './guard.ts';
import { POLICY } from './policy.ts';

let test: TestApp;
let admin: { cookie: string };

beforeAll(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.addUser('boss@school.example', 'admin');
  admin = { cookie: await test.cookieOf('boss@school.example') };
});
afterAll(() => test.close());

const newest = async () =>
  test.db.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

describe('the audit log', () => {
  it('gets a row from every admin write route of the policy, with actor, request and body without secrets', async () => {
    const { db, clock } = test;
    const app = Fastify();
    const log = pino({ level: 'silent' });
    const auth = createAuth({ db, secret: SECRET, publicUrl: PUBLIC_URL, log });
    app.decorateRequest('principal', null);
    registerGuard(app, { auth, db, clock, policy: POLICY, publicUrl: PUBLIC_URL });
    const routes = Object.entries(POLICY).map(([key, access]) => {
      const [method = '', url = ''] = key.split(' ');
      return { key, method: method as 'POST', url, access };
    });
    for (const { method, url } of routes)
      app.route({ method, url, handler: async () => ({ success: true }) });
    await app.ready();
    const acts = routes.filter(({ method, access }) => access === 'admin' && String(method) !== 'GET');
    expect(acts.length).toBeGreaterThan(30);
    for (const { key, method, url } of acts) {
      const payload = { reason: 'because', password: 'hunter2 hunter2', email: 'a@b.example' };
      const answer = await app.inject({
        ...{ method, url: url.replaceAll(/:\w+/g, '7'), headers: admin, payload },
      });
      expect(answer.statusCode, key).toBe(200);
      const row = await newest();
      expect(row, key).toMatchObject({
        action: key,
        actor: expect.stringMatching(/^user:/),
        request_id: expect.any(String),
        after: { reason: 'because', password: '[cut]', email: '[cut]' },
      });
    }
    await app.close();
  });

  it('gets no second row where the verb wrote its own, and none for a refusal', async () => {
    const count = async () => (await test.db.selectFrom('audit_log').select('id').execute()).length;
    const before = await count();
    const id = (await test.db.selectFrom('users').select('id').executeTakeFirstOrThrow()).id;
    const answer = await test.app.inject({
      method: 'PATCH',
      url: `/api/v1/users/${id}`,
      headers: admin,
      payload: { disabled: false },
    });
    expect(answer.statusCode).toBe(200);
    expect(await count()).toBe(before + 1);
    expect(await newest()).toMatchObject({
      action: 'user.change',
      request_id: answer.headers['x-request-id'],
      before: { role: 'admin', disabled: false },
      after: { role: 'admin', disabled: false },
    });
    await test.app.inject({ method: 'PATCH', url: '/api/v1/users/nobody', headers: admin, payload: {} });
    expect(await count()).toBe(before + 1);
  });

  it('is read by pages and filters, with the actor’s name', async () => {
    const ask = async (query: string) =>
      (await test.app.inject({ url: `/api/v1/audit${query}`, headers: admin })).json();
    for (let acts = 0; acts < 3; acts += 1)
      await test.app.inject({ method: 'POST', url: '/admin/act', headers: admin });
    const first = await ask('?action=POST%20/admin/act&limit=2');
    expect(first.rows).toHaveLength(2);
    expect(first.rows[0]).toMatchObject({ actor_name: 'boss@school.example' });
    const second = await ask(`?action=POST%20/admin/act&limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ rows: [expect.anything()], next_cursor: null });
    expect((await ask('?end=2020-01-01')).rows).toEqual([]);
    expect((await ask('?start=2020-01-01')).rows.length).toBeGreaterThan(3);
    expect((await ask(`?actor=${first.rows[0].actor}&action=user.change`)).rows).toHaveLength(1);
    expect(first.actions).toContain('user.change');
  });

  it('names a token that acted, and tells nobody but administrators', async () => {
    const authorization = await test.bearerOf('admin');
    await test.app.inject({ method: 'POST', url: '/admin/act', headers: { authorization } });
    const { rows } = (await test.app.inject({ url: '/api/v1/audit?limit=1', headers: admin })).json();
    expect(rows[0]).toMatchObject({ actor: expect.stringMatching(/^token:/), actor_name: 'admin' });
    const reader = { authorization: await test.bearerOf('read') };
    expect((await test.app.inject({ url: '/api/v1/audit', headers: reader })).statusCode).toBe(403);
  });
});
