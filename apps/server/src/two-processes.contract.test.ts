import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startProcess, stopProcess, until } from './testing/processes.ts';
import { ADMIN_TOKEN, WEBHOOK_SECRET } from './testing/running-server.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const CHAT = '-1001234567890';

let database: TestDatabase;
let folder: string;
let simulatorUrl: string;
const processes: ChildProcess[] = [];
const urls: string[] = [];

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${simulatorUrl}/control${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** Two whole servers on one database, and a simulated world that posts every hook to both. */
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-two-'));
  const simulatorPort = await freePort();
  simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  processes.push(
    startProcess('apps/simulator/src/main.ts', {
      SIM_PORT: String(simulatorPort),
      SIM_PRESET: 'presets/onai-academy.json',
      SIM_HISTORY_DAYS: '2',
    }),
  );
  await until('the simulator', () => control<object>('GET', '/state'));
  for (const name of ['a', 'b']) {
    const port = await freePort();
    urls.push(`http://127.0.0.1:${port}`);
    processes.push(
      startProcess('apps/server/src/main.ts', { ...variablesOf(port), DATA_DIR: join(folder, name) }),
    );
  }
  for (const url of urls)
    await until(`the server ${url}`, async () => ((await fetch(`${url}/readyz`)).ok ? true : null));
  for (const url of urls)
    await fetch(`${simulatorUrl}/amocrm/api/v4/webhooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer sim-amocrm-token', 'content-type': 'application/json' },
      body: JSON.stringify({
        destination: `${url}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`,
        settings: ['add_lead', 'update_lead', 'status_lead'],
      }),
    });
}, 120_000);

afterAll(async () => {
  for (const child of processes.reverse()) await stopProcess(child);
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function variablesOf(port: number): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    PRESET: 'presets/onai-academy.json',
    ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key',
    ADMIN_API_TOKEN: ADMIN_TOKEN,
    AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    AMOCRM_API_URL: `${simulatorUrl}/amocrm`,
    AMOCRM_DOMAIN: 'onaiagencykz',
    AMOCRM_CLIENT_ID: 'client',
    AMOCRM_CLIENT_SECRET: 'client-secret',
    AMOCRM_REFRESH_TOKEN: 'sim-amocrm-refresh-token',
    FB_ENABLED: 'false',
    RATES_ENABLED: 'false',
    TELEGRAM_API_URL: `${simulatorUrl}/telegram`,
    TELEGRAM_BOT_TOKEN: '100200300:sim-telegram-token',
    TELEGRAM_CHAT_IDS: CHAT,
  };
}

describe('two processes on one database', () => {
  it('exchange the single-use refresh token once', async () => {
    await until('a comparison', async () => {
      const { rows } = await sql`select 1 from reconciliations where state = 'done'`.execute(database.db);
      return rows.length > 0 ? true : null;
    });
    const calls = await control<Record<string, number>>('GET', '/calls');
    expect(calls['POST /amocrm/oauth2/access_token']).toBe(1);
  });

  it('compare with the CRM one at a time', async () => {
    const { rows } = await sql`
      select a.id from reconciliations a join reconciliations b
        on a.id < b.id and b.started_at < coalesce(a.finished_at, 'infinity')`.execute(database.db);
    expect(rows).toEqual([]);
    const { rows: jobs } = await sql`
      select a.id from sync_runs a join sync_runs b
        on a.kind = b.kind and a.id < b.id and b.started_at < coalesce(a.finished_at, 'infinity')`.execute(
      database.db,
    );
    expect(jobs).toEqual([]);
  });

  it('announce a sale once, though both were told of it', async () => {
    await control('DELETE', '/telegram/messages').catch(() => undefined);
    const sale = await control<{ dealId: number }>('POST', '/sales', { product: 'express', amount: 5000 });
    await until('the hooks of both', async () => {
      const { rows } = await sql<{ n: string }>`
        select count(*) as n from webhook_deliveries where state = 'processed'
          and position(${String(sale.dealId)} in convert_from(body, 'UTF8')) > 0`.execute(database.db);
      return Number(rows[0]?.n) >= 2 ? true : null;
    });
    const notices = async () => {
      const { messages } = await control<{ messages: { text: string }[] }>('GET', '/telegram/messages');
      return messages.filter(({ text }) => text.includes('НОВАЯ ПРОДАЖА'));
    };
    await until('the notice', async () => ((await notices()).length > 0 ? true : null));
    await sleep(3_000);
    expect(await notices()).toHaveLength(1);
  });
});
