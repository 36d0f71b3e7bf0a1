import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BreakableDatabase, createBreakableDatabase } from './testing/breakable-database.ts';
import { freePort, startProcess, stopProcess, until } from './testing/processes.ts';
import { WEBHOOK_SECRET } from './testing/running-server.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

/** No file may have more than 32 KB: for the spool that is a full disk. */
const FILE_BLOCKS = 64;

let database: TestDatabase;
let breakable: BreakableDatabase;
let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  breakable = await createBreakableDatabase(database.url);
  folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-full-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const variables = {
    ...{ DATABASE_URL: breakable.url, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' },
    ...{ PRESET: 'presets/onai-academy.json', ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key' },
    ...{ AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET, FB_ENABLED: 'false', RATES_ENABLED: 'false' },
  };
  server = startProcess('apps/server/src/main.ts', variables, { fileBlocks: FILE_BLOCKS });
  await until('the server', async () => ((await fetch(`${url}/readyz`)).ok ? true : null));
});
afterAll(async () => {
  breakable.repair();
  await stopProcess(server);
  await breakable.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function hook(name: string, bytes: number): Promise<number> {
  const answer = await fetch(`${url}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`, {
    method: 'POST',
    body: `contacts[update][0][name]=${name}-${'x'.repeat(bytes)}`,
  });
  return answer.status;
}

it('with the database away and no room for the spool answers 503, and keeps exactly what it answered 200', async () => {
  breakable.breakDown();
  const acknowledged: string[] = [];
  const refused: number[] = [];
  for (let number = 0; number < 60; number += 1) {
    // Every tenth is larger than any file may be; small ones go on fitting into the next file.
    const name = `hook${String(number).padStart(3, '0')}`;
    const status = await hook(name, number % 10 === 9 ? 40_000 : 3_000);
    if (status === 200) acknowledged.push(name);
    else refused.push(status);
  }
  expect([...new Set(refused)]).toEqual([503]);
  expect(acknowledged.length).toBeGreaterThan(20);
  expect(refused.length).toBeGreaterThanOrEqual(6);

  breakable.repair();
  const kept = async () =>
    (await database.db.selectFrom('webhook_deliveries').select('body').orderBy('id').execute()).map(
      (row) => /hook\d{3}/.exec(row.body.toString())?.[0] ?? '',
    );
  await until('the spool to be empty', async () =>
    (await kept()).length >= acknowledged.length ? true : null,
  );
  expect(await kept()).toEqual(acknowledged);
  expect(await hook('after', 10)).toBe(200);
});
