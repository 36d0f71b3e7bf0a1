import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, type TestApp } from './access-test-app.ts';
import { ensureAdminToken } from './ensure-admin-token.ts';
import { findActiveToken, noteTokenUse, listTokens } from './tokens.ts';

let test: TestApp;
let cookie: string;

beforeAll(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.addUser('admin@school.example', 'admin');
  cookie = await test.cookieOf('admin@school.example');
});
afterAll(() => test.close());

const create = (payload: object) =>
  test.app.inject({ method: 'POST', url: '/api/v1/tokens', headers: { cookie }, payload });
const revoke = (id: number) =>
  test.app.inject({ method: 'DELETE', url: `/api/v1/tokens/${id}`, headers: { cookie } });
const viewerStatus = async (token: string) =>
  (await test.app.inject({ url: '/viewer', headers: { authorization: `Bearer ${token}` } })).statusCode;

describe('an API token', () => {
  it('is shown once, kept as SHA-256 only, and written down with its maker', async () => {
    const answer = await create({ name: 'report', scope: 'read' });
    expect(answer.statusCode).toBe(201);
    const { token, api_token } = answer.json();
    expect(token).toMatch(/^td_[\w-]{43}$/);
    const row = await test.db
      .selectFrom('api_tokens')
      .selectAll()
      .where('id', '=', api_token.id)
      .executeTakeFirstOrThrow();
    expect(row.token_hash).toEqual(createHash('sha256').update(token).digest());
    const list = await test.app.inject({ url: '/api/v1/tokens', headers: { cookie } });
    expect(list.json().tokens[0]).toEqual({ ...api_token, scope: 'read', last_used_at: null });
    expect(list.body).not.toContain(token);
    const audit = await test.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'token.create')
      .executeTakeFirstOrThrow();
    expect(audit).toMatchObject({ actor: `user:${row.created_by}`, subject: String(api_token.id) });
  });

  it('stops working the moment it is revoked; revoking twice is the same as once', async () => {
    const { token, api_token } = (await create({ name: 'short', scope: 'read' })).json();
    expect(await viewerStatus(token)).toBe(200);
    expect((await revoke(api_token.id)).statusCode).toBe(200);
    expect(await viewerStatus(token)).toBe(401);
    expect((await revoke(api_token.id)).statusCode).toBe(200);
    expect((await revoke(999_999)).statusCode).toBe(404);
  });

  it('notes its last use at most once a minute', async () => {
    const { token, api_token } = (await create({ name: 'often', scope: 'read' })).json();
    const lastUsed = async () =>
      (await listTokens(test.db)).find(({ id }) => id === api_token.id)?.last_used_at;
    const use = async () => {
      const found = await findActiveToken(test.db, token);
      if (found !== null) await noteTokenUse(test, found);
    };
    await use();
    const first = await lastUsed();
    expect(first).toBe(test.clock.now().toISOString());
    test.passMs(59_999);
    await use();
    expect(await lastUsed()).toBe(first);
    test.passMs(1);
    await use();
    expect(await lastUsed()).toBe(test.clock.now().toISOString());
  });
});

describe('a token of a team', () => {
  const own = (
    method: 'GET' | 'POST' | 'DELETE',
    headers: Record<string, string>,
    path = '',
    payload?: object,
  ) => test.app.inject({ method, url: `/api/v1/my-tokens${path}`, headers, ...(payload ? { payload } : {}) });
  let buyer: { cookie: string };
  let id: string;

  beforeAll(async () => {
    await test.db.insertInto('traffic_teams').values({ slug: 'alpha', name: 'Alpha' }).execute();
    id = (await test.addUser('buyer@school.example', 'targetologist', 'alpha'))?.id ?? '';
    buyer = { cookie: await test.cookieOf('buyer@school.example') };
  });

  it('is bound to a team that exists, and to none with another scope', async () => {
    const made = await create({ name: 'assistant', scope: 'team:read', team: 'alpha' });
    expect(made.json().api_token).toMatchObject({ scope: 'team:read', team: { slug: 'alpha' } });
    for (const payload of [
      { name: 'x', scope: 'team:read' },
      { name: 'x', scope: 'team:read', team: 'no-such-team' },
      { name: 'x', scope: 'read', team: 'alpha' },
    ])
      expect((await create(payload)).statusCode).toBe(400);
  });

  it('is made, seen and revoked by its targetologist alone', async () => {
    const { token, api_token } = (await own('POST', buyer, '', { name: 'mine' })).json();
    expect(api_token).toMatchObject({ scope: 'team:read', team: { slug: 'alpha' } });
    expect((await own('GET', buyer)).json().tokens).toEqual([api_token]);
    const foreign = (await create({ name: 'report', scope: 'read' })).json().api_token;
    expect((await own('DELETE', buyer, `/${foreign.id}`)).statusCode).toBe(404);
    expect(await viewerStatus(token)).toBe(200);
    expect((await own('DELETE', buyer, `/${api_token.id}`)).statusCode).toBe(200);
    expect(await viewerStatus(token)).toBe(401);
  });

  it('is one of ten at most, also when twelve are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => own('POST', buyer, '', { name: `n${index}` })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(10);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(2);
  });

  it('ends with its owner’s place in the team', async () => {
    const made = (await own('GET', buyer))
      .json()
      .tokens.find((token: { revoked_at: string | null }) => !token.revoked_at);
    await own('DELETE', buyer, `/${made.id}`);
    const { token } = (await own('POST', buyer, '', { name: 'last' })).json();
    await test.db.insertInto('traffic_teams').values({ slug: 'beta', name: 'Beta' }).execute();
    const change = (payload: object) =>
      test.app.inject({ method: 'PATCH', url: `/api/v1/users/${id}`, headers: { cookie }, payload });
    await change({ role: 'targetologist', team: 'beta' });
    expect(await viewerStatus(token)).toBe(401);
    await change({ role: 'targetologist', team: 'alpha' });
    expect(await viewerStatus(token)).toBe(200);
    await change({ disabled: true });
    expect(await viewerStatus(token)).toBe(401);
  });
});

describe('ADMIN_API_TOKEN', () => {
  const active = async () =>
    (await listTokens(test.db)).filter(({ name, revoked_at }) => name === 'ADMIN_API_TOKEN' && !revoked_at);
  const usersStatus = async (token: string) =>
    (await test.app.inject({ url: '/api/v1/users', headers: { authorization: `Bearer ${token}` } }))
      .statusCode;
  const [first, second] = ['f'.repeat(32), 's'.repeat(40)];

  it('is one admin token however often and by however many processes the start runs', async () => {
    await Promise.all([1, 2, 3].map(() => ensureAdminToken(test, first)));
    await ensureAdminToken(test, first);
    expect(await active()).toHaveLength(1);
    expect(await usersStatus(first)).toBe(200);
  });

  it('rotates: a new value revokes the old one, and going back revives it', async () => {
    await ensureAdminToken(test, second);
    expect([await usersStatus(first), await usersStatus(second)]).toEqual([401, 200]);
    await ensureAdminToken(test, first);
    expect([await usersStatus(first), await usersStatus(second)]).toEqual([200, 401]);
    expect(await active()).toHaveLength(1);
  });

  it('cannot be revoked or imitated through the API: the environment decides', async () => {
    const [current] = await active();
    expect((await revoke(current?.id ?? 0)).statusCode).toBe(409);
    expect((await create({ name: 'ADMIN_API_TOKEN', scope: 'read' })).statusCode).toBe(400);
  });

  it('is gone when the key is removed', async () => {
    await ensureAdminToken(test, null);
    expect(await active()).toEqual([]);
    expect(await usersStatus(first)).toBe(401);
  });

  it('must not be the value of another token: that one would become an admin', async () => {
    const { token } = (await create({ name: 'reader', scope: 'read' })).json();
    await expect(ensureAdminToken(test, token)).rejects.toThrow('another token');
    expect(await usersStatus(token)).toBe(403);
  });
});
