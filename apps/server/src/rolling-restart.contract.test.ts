import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Balancer, startBalancer } from './testing/balancer.ts';
import { freePort, startProcess, stopProcess, until } from './testing/processes.ts';
import { ADMIN_TOKEN, leadHook, WEBHOOK_SECRET } from './testing/running-server.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

/** bench/rolling-restart.ts measures 200; here the machine may be busy with other tests. */
const HOOKS_PER_SECOND = 40;
const FIRST_DEAL = 81_000_000;

let database: TestDatabase;
let folder: string;
let balancer: Balancer;
const ports: number[] = [];
const processes: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'traffic-rolling-'));
  for (const index of [0, 1]) {
    ports.push(await freePort());
    await start(index);
  }
  balancer = await startBalancer(ports);
}, 120_000);
afterAll(async () => {
  await balancer.close();
  for (const child of processes) await stopProcess(child);
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function start(index: number): Promise<void> {
  const port = ports[index] ?? 0;
  processes[index] = startProcess('apps/server/src/main.ts', {
    ...{ DATABASE_URL: database.url, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' },
    ...{ ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key', ADMIN_API_TOKEN: ADMIN_TOKEN },
    ...{ AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET, RATES_ENABLED: 'false', DRAIN_SECONDS: '2' },
  });
  await until(`process ${index}`, async () =>
    (await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : null,
  );
}

/** Hooks at an even pace until told to stop; resolves to every answer by deal. */
async function load(stop: AbortSignal): Promise<Map<number, number>> {
  const answers = new Map<number, number>();
  const sent: Promise<void>[] = [];
  for (let id = FIRST_DEAL; !stop.aborted; id += 1) {
    const deal = { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: 1_790_000_000 };
    sent.push(
      fetch(`${balancer.url}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: leadHook('status', deal),
      }).then(
        (answer) => void answers.set(id, answer.status),
        () => void answers.set(id, 0),
      ),
    );
    await sleep(1000 / HOOKS_PER_SECOND);
  }
  await Promise.all(sent);
  return answers;
}

it('both processes are restarted in turn under a steady load: no request fails, and every hook is one sale', async () => {
  await until('the balancer', async () => ((await fetch(`${balancer.url}/healthz`)).ok ? true : null));
  const stop = new AbortController();
  const loading = load(stop.signal);
  for (const index of [0, 1]) {
    await sleep(500);
    const child = processes[index];
    child?.kill('SIGTERM');
    if (child?.exitCode === null) await once(child, 'exit');
    expect(child?.exitCode).toBe(0);
    await start(index);
    // As a deploy does: the next one leaves only when the balancer sends requests to this one again.
    await sleep(1_000);
  }
  stop.abort();
  const answers = await loading;
  expect(answers.size).toBeGreaterThan(100);
  expect([...answers].filter(([, status]) => status !== 200)).toEqual([]);
  const stored = async () => {
    const { rows } = await sql<{ deliveries: number; sales: number; pending: number }>`
      select (select count(*) from webhook_deliveries)::int as deliveries,
        (select count(*) from all_sales_tracking where lead_id >= ${FIRST_DEAL})::int as sales,
        (select count(*) from webhook_deliveries where state = 'pending')::int as pending`.execute(
      database.db,
    );
    return rows[0];
  };
  // On a busy machine some waited in the spool of a process that left: its successor takes them over.
  await until('every hook in the inbox', async () => {
    const now = await stored();
    return now?.pending === 0 && now.deliveries >= answers.size ? true : null;
  });
  expect(await stored()).toEqual({ deliveries: answers.size, sales: answers.size, pending: 0 });
}, 180_000);

it('a process that leaves says so first, and asks for its connections to be closed', async () => {
  const [port = 0] = ports;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await ask('/readyz')).status).toBe(200);
  processes[0]?.kill('SIGTERM');
  await until('not ready', async () => ((await ask('/readyz')).status === 503 ? true : null));
  expect((await ask('/healthz')).status).toBe(503);
  const served = await ask(`/api/amocrm/sales-webhook`);
  expect(served.status).toBe(401);
  expect(served.headers.get('connection')).toBe('close');
});
