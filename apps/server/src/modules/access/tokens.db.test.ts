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
