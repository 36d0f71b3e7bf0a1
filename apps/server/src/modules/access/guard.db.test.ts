import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PUBLIC_URL, type TestApp } from './access-test-app.ts';
import { type GuardOptions, registerGuard } from './guard.ts';
import type { Policy } from './policy.ts';

let test: TestApp;
/** Headers by which each kind of caller is known. */
let callers: Record<string, Record<string, string>>;

beforeAll(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.db.insertInto('traffic_teams').values({ slug: 'alpha', name: 'Alpha' }).execute();
  await test.addUser('admin@school.example', 'admin');
  await test.addUser('analyst@school.example', 'analyst');
  await test.addUser('buyer@school.example', 'targetologist', 'alpha');
  callers = {
    nobody: {},
    admin: { cookie: await test.cookieOf('admin@school.example') },
    analyst: { cookie: await test.cookieOf('analyst@school.example') },
    targetologist: { cookie: await test.cookieOf('buyer@school.example') },
    'token admin': { authorization: await test.bearerOf('admin') },
    'token read': { authorization: await test.bearerOf('read') },
    'token leads:write': { authorization: await test.bearerOf('leads:write') },
    'token team:read': { authorization: await test.bearerOf('team:read', 'alpha') },
  };
});
afterAll(() => test.close());

const status = async (method: 'GET' | 'HEAD' | 'POST', url: string, headers: Record<string, string> = {}) =>
  (await test.app.inject({ method, url, headers })).statusCode;

describe('the guard', () => {
  it.each<['GET' | 'HEAD' | 'POST', string, number[]]>([
    // nobody, admin, analyst, targetologist, token admin, token read, token leads:write, token team:read
    ['GET', '/viewer', [401, 200, 200, 200, 200, 200, 403, 200]],
    ['HEAD', '/viewer', [401, 200, 200, 200, 200, 200, 403, 200]],
    ['GET', '/reader', [401, 200, 200, 403, 200, 200, 403, 403]],
    ['GET', '/api/v1/users', [401, 200, 403, 403, 200, 403, 403, 403]],
    ['GET', '/api/v1/tokens', [401, 200, 403, 403, 200, 403, 403, 403]],
    ['GET', '/api/v1/my-tokens', [401, 403, 403, 200, 403, 403, 403, 403]],
    ['POST', '/leads', [401, 200, 403, 403, 200, 403, 200, 403]],
    ['POST', '/hook', [200, 200, 200, 200, 200, 200, 200, 200]],
    ['GET', '/api/v1/session', [401, 200, 200, 200, 403, 403, 403, 403]],
  ])('answers %s %s by the role of the caller', async (method, url, expected) => {
    const answers = await Promise.all(Object.values(callers).map((headers) => status(method, url, headers)));
    expect(answers).toEqual(expected);
  });

  it('refuses before the body is read', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/v1/invites',
      headers: { 'content-type': 'application/json' },
      payload: '{broken',
    });
    expect(answer.statusCode).toBe(401);
  });

  it('judges by the Bearer token alone when there is one, even beside a good cookie', async () => {
    const headers = { ...callers.admin, authorization: 'Bearer td_unknown' };
    expect(await status('GET', '/viewer', headers)).toBe(401);
  });

  it('answers an address that does not exist with 404, signed in or not', async () => {
    expect(await status('GET', '/api/v1/nothing')).toBe(404);
  });
});

describe('a request from another site', () => {
  it('is refused when it would change something with the cookie, or sign somebody in', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect(await status('POST', '/leads', { ...callers.admin, ...foreign })).toBe(403);
    expect((await test.signIn('admin@school.example', undefined, foreign)).statusCode).toBe(403);
  });

  it('is let through from our own page, with a token, to read, and to a webhook', async () => {
    const foreign = { origin: 'https://landing.example', 'sec-fetch-site': 'cross-site' };
    expect(await status('POST', '/leads', { ...callers.admin, origin: PUBLIC_URL })).toBe(200);
    expect(await status('POST', '/leads', { ...callers['token leads:write'], ...foreign })).toBe(200);
    expect(await status('GET', '/viewer', { ...callers.admin, ...foreign })).toBe(200);
    expect(await status('POST', '/hook', foreign)).toBe(200);
  });
});

describe('the start', () => {
  const guarded = (policy: Policy) => {
    const app = Fastify();
    // No request is made here: the guard's dependencies are never used.
    const options = { db: test.db, clock: test.clock, policy, publicUrl: PUBLIC_URL } as GuardOptions;
    registerGuard(app, options);
    return app;
  };

  it('fails on a route that the policy does not name', () => {
    expect(() => guarded({}).get('/secret', async () => '')).toThrow('does not name the route GET /secret');
  });

  it('fails on a route inside a plugin that the policy does not name', async () => {
    const app = guarded({ 'GET /v1/known': 'open' });
    app.register(
      async (scope) => {
        scope.get('/known', async () => '');
        scope.post('/known', async () => '');
      },
      { prefix: '/v1' },
    );
    await expect(app.ready()).rejects.toThrow('POST /v1/known');
  });

  it('fails on a policy entry without a route', async () => {
    await expect(guarded({ 'GET /gone': 'open' }).ready()).rejects.toThrow('GET /gone');
  });

  it('fails when a route was there before the guard', () => {
    const app = Fastify();
    app.get('/early', async () => '');
    expect(() => registerGuard(app, {} as GuardOptions)).toThrow('before the first route');
  });
});
