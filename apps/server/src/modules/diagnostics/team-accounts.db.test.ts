import type { TeamAccountsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
let server: TestServer;
beforeAll(async () => {
  const env = { FB_ACCESS_TOKEN: 'test-meta-token' };
  server = await createTestServer({ now: () => NOW, env });
});
afterAll(() => server.close());

const read = async (team: string) => {
  const { status, body } = await server.get(`/api/v1/team-accounts?team=${team}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as TeamAccountsResponse;
};

it('shows a team its accounts, and the days its key has left', async () => {
  const { db } = server.context;
  const token = { token: { valid: true, expires_at: '2026-11-26T09:00:00.000Z', scopes: ['ads_read'] } };
  await sql`insert into sync_runs (kind, status, started_at, finished_at, details)
    values ('spend.sync-hourly', 'ok', ${NOW}, ${NOW}, ${JSON.stringify(token)}::jsonb)`.execute(db);
  const answer = await read('kenesary');
  expect(answer.accounts.map(({ account_id }) => account_id)).toContain('act_964264512447589');
  expect(answer.token).toMatchObject({ configured: true, level: 'error', days_left: 6 });
  expect(JSON.stringify(answer)).not.toMatch(/arystan|ads_read|assigned/i);
});

it('an account that was handed over is the new team’s from its day, and not the old one’s', async () => {
  const { db } = server.context;
  await sql`update ad_account_teams set valid_to = '2026-11-20' where account_id = 'act_964264512447589'`.execute(
    db,
  );
  await sql`insert into ad_account_teams (account_id, team_id, valid_from, assigned_by, assigned_at)
    values ('act_964264512447589', 3, '2026-11-20', 'test', ${NOW})`.execute(db);
  expect((await read('kenesary')).accounts.map(({ account_id }) => account_id)).not.toContain(
    'act_964264512447589',
  );
  expect((await read('muha')).accounts.map(({ account_id }) => account_id)).toContain('act_964264512447589');
});

it('a failing account says why, and since when', async () => {
  await sql`update ad_accounts set failed_since = ${NOW}, failure = 'Токен Meta больше не действует'`.execute(
    server.context.db,
  );
  const { accounts } = await read('arystan');
  expect(accounts[0]?.error).toEqual({ message: 'Токен Meta больше не действует', since: NOW.toISOString() });
});
