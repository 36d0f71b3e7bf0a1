import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, runCommand, startProcess, stopProcess, until } from '../testing/processes.ts';
import { ADMIN_TOKEN, WEBHOOK_SECRET } from '../testing/running-server.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const WEB = fileURLToPath(new URL('../../../web/dist/index.html', import.meta.url));

let database: TestDatabase;
let folder: string;
let server: ChildProcess;
let url: string;

async function start(change: Record<string, string> = {}): Promise<void> {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = startProcess('apps/server/src/main.ts', {
    ...{ DATABASE_URL: database.url, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' },
    ...{ ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key', ADMIN_API_TOKEN: ADMIN_TOKEN },
    ...{ AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET, RATES_ENABLED: 'false', ...change },
  });
  await until('the server', async () => ((await fetch(`${url}/readyz`)).ok ? true : null));
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'traffic-smoke-'));
  await start();
}, 60_000);
afterAll(async () => {
  await stopProcess(server);
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Finding = { level: string; subject: string; message: string };

async function smoke(args: string[], environment: Record<string, string> = {}) {
  const { code, stdout } = await runCommand('smoke', ['--url', url, '--json', ...args], {
    ...{ ADMIN_API_TOKEN: ADMIN_TOKEN, AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET },
    ...environment,
  });
  const findings = JSON.parse(stdout) as Finding[];
  const troubles = findings.filter(({ level }) => level === 'error').map(({ subject }) => subject);
  return { code, troubles, of: (subject: string) => findings.filter((one) => one.subject === subject) };
}

/** The web application is built before the browser tests, not before these. */
const expected = existsSync(WEB) ? [] : ['screens'];

/** Every row of every table that a test must not touch. */
async function fingerprint(): Promise<string> {
  const tables = [
    'webhook_deliveries',
    'deals',
    'deal_events',
    'all_sales_tracking',
    'notifications',
    'traffic_leads',
    'settings',
  ];
  const hash = createHash('sha256');
  for (const table of tables) {
    const { rows } = await sql<{ text: string }>`
      select coalesce(string_agg(t::text, '|' order by t::text), '') as text from ${sql.table(table)} t
      where t::text not like '%worker_heartbeat%'`.execute(database.db);
    hash.update(rows[0]?.text ?? '');
  }
  return hash.digest('hex');
}

it('a healthy product is found healthy, and nothing of it is changed', async () => {
  const before = await fingerprint();
  const { troubles, of } = await smoke([]);
  expect(troubles.filter((subject) => !subject.includes('Webhook') && !expected.includes(subject))).toEqual(
    [],
  );
  expect(of('mapping')).toMatchObject([{ level: 'ok' }]);
  expect(of('locks')).toMatchObject([{ level: 'ok' }]);
  expect(of('webhook /api/amocrm/sales-webhook')).toMatchObject([{ level: 'ok' }]);
  expect(of('diagnostics')).toHaveLength(1);
  expect(await fingerprint()).toBe(before);
});

it('--write sends one marked delivery through each webhook, and removes them', async () => {
  const before = await fingerprint();
  const { of } = await smoke(['--write']);
  for (const path of ['/api/amocrm/sales-webhook', '/api/amocrm/funnel-sale', '/webhook/amocrm/traffic'])
    expect(of(`delivery ${path}`)).toMatchObject([
      { level: 'ok', message: expect.stringContaining('removed') },
    ]);
  expect(await fingerprint()).toBe(before);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from audit_log where action = 'inbox.remove_test'`.execute(database.db);
  expect(rows).toEqual([{ n: 3 }]);
});

it('what a CRM sent is never removed, whoever asks', async () => {
  const hook = await fetch(`${url}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    body: 'account[id]=1&leads[status][0][id]=9&x=traffic_smoke=1',
  });
  const { delivery_id } = (await hook.json()) as { delivery_id: string };
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  await until('processed', async () => {
    const answer = await fetch(`${url}/api/v1/inbox/${delivery_id}`, { headers });
    return ((await answer.json()) as { delivery: { state: string } }).delivery.state === 'pending'
      ? null
      : true;
  });
  const refused = await fetch(`${url}/api/v1/inbox/${delivery_id}`, { method: 'DELETE', headers });
  expect(refused.status).toBe(409);
  expect((await fetch(`${url}/api/v1/inbox/${delivery_id}`, { headers })).status).toBe(200);
});

it('says what is wrong: a wrong token, a wrong secret, nobody there', async () => {
  expect((await smoke([], { ADMIN_API_TOKEN: 'wrong-token-wrong-token-wrong-token-1' })).troubles).toContain(
    'ADMIN_API_TOKEN',
  );
  const wrong = await smoke(['--write'], { AMOCRM_WEBHOOK_SECRET: 'another-secret-0001' });
  expect(wrong.of('delivery /api/amocrm/sales-webhook')).toMatchObject([{ level: 'error' }]);
  expect((await smoke([], { ADMIN_API_TOKEN: '' })).of('ADMIN_API_TOKEN')).toMatchObject([
    { level: 'warning' },
  ]);
  const here = url;
  url = `http://127.0.0.1:${await freePort()}`;
  const nobody = await smoke([]);
  url = here;
  expect(nobody).toMatchObject({ code: 1, troubles: ['health'] });
  expect(nobody.of('health')[0]?.message).toContain('ECONNREFUSED');
}, 120_000);

it('finds webhooks that anybody may post to', async () => {
  await stopProcess(server);
  await start({ AMOCRM_WEBHOOK_SECRET: '' });
  const { code, troubles } = await smoke([]);
  expect(code).toBe(1);
  expect(troubles).toContain('webhook /api/amocrm/sales-webhook');
}, 60_000);
