import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, startProcess, stopProcess, until } from './testing/processes.ts';
import { ADMIN_TOKEN } from './testing/running-server.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let worker: ChildProcess;
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const [port, aside] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${aside}`;
  worker = startProcess(
    'apps/server/src/main.ts',
    {
      ...{ DATABASE_URL: database.url, PORT: String(port), WORKER_PORT: String(aside), LOG_LEVEL: 'silent' },
      ...{ ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key', ADMIN_API_TOKEN: ADMIN_TOKEN },
      RATES_ENABLED: 'false',
    },
    { args: ['--role=worker'] },
  );
  await until('the worker', async () => ((await fetch(`${url}/readyz`)).ok ? true : null));
}, 180_000);
afterAll(async () => {
  await stopProcess(worker);
  await database.drop();
});

it('a worker answers health and metrics on its own port, metrics only to an administrator', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toMatch(/^traffic_inbox_pending 0$/m);
  expect(text).toMatch(/^traffic_worker_silence_seconds \d/m);
});

it('has nothing else there', async () => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  for (const path of ['/api/v1/overview', '/', '/api/docs', '/api/amocrm/sales-webhook'])
    expect((await fetch(`${url}${path}`, { headers })).status, path).toBe(404);
});

it('the check of the image finds the worker there, and nobody on another port', async () => {
  const check = async (port: string) => {
    const nobody = String(await freePort());
    const child = startProcess('scripts/healthcheck.mjs', { PORT: nobody, WORKER_PORT: port });
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  };
  expect(await check(new URL(url).port)).toBe(0);
  expect(await check(String(await freePort()))).toBe(1);
});
