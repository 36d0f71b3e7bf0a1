import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecretBox } from '../platform/secret-box.ts';
import { freePort, runCommand } from '../testing/processes.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const KEY = 'a0123456789abcdef0123456789abcdef';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'traffic-doctor-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

type Finding = { level: string; subject: string; message: string };

async function doctor(change: Record<string, string>) {
  const { code, stdout } = await runCommand('doctor', ['--json'], {
    ...{ NODE_ENV: 'production', ENCRYPTION_KEY: KEY, AMOCRM_WEBHOOK_SECRET: `b${KEY}`, DATA_DIR: dataDir },
    ...{
      PUBLIC_URL: 'https://traffic.school.kz',
      TRUST_PROXY: 'true',
      DATABASE_URL: database.url,
      ...change,
    },
  });
  const findings = JSON.parse(stdout) as Finding[];
  return { code, of: (subject: string) => findings.filter((finding) => finding.subject === subject) };
}

it('looks at the database, the folder and the secrets of a production configuration', async () => {
  const healthy = await doctor({});
  expect(healthy.of('DATABASE_URL')[0]).toMatchObject({ message: expect.stringContaining('up to date') });
  expect(healthy.of('DATA_DIR')).toMatchObject([{ level: 'ok' }]);
  expect(healthy.of('ENCRYPTION_KEY')).toMatchObject([{ level: 'ok' }]);
});

it('finds an ENCRYPTION_KEY that does not open what is stored', async () => {
  await database.db
    .insertInto('amocrm_tokens')
    .values({ seeds: [], refresh_token: createSecretBox(KEY, 'amocrm.tokens').seal('token') })
    .execute();
  expect((await doctor({})).of('ENCRYPTION_KEY')).toMatchObject([{ level: 'ok' }]);
  const other = await doctor({ ENCRYPTION_KEY: `c${KEY}` });
  expect(other.of('ENCRYPTION_KEY')).toMatchObject([{ level: 'error' }]);
  expect(other.code).toBe(78);
});

it('tells an empty database, one that is away, and a Redis that nobody runs', async () => {
  const empty = await createEmptyDatabase();
  const fresh = await doctor({ DATABASE_URL: empty.url });
  expect(fresh.of('DATABASE_URL')[0]).toMatchObject({ message: expect.stringContaining('still empty') });
  await empty.drop();
  const nobody = await freePort();
  const away = await doctor({
    DATABASE_URL: `postgres://u:hidden-password@127.0.0.1:${nobody}/t`,
    REDIS_URL: `redis://127.0.0.1:${nobody}`,
  });
  expect(away.of('DATABASE_URL')).toMatchObject([{ level: 'error' }]);
  expect(away.of('REDIS_URL')).toMatchObject([{ level: 'warning' }]);
  expect(away.code).toBe(78);
  expect(JSON.stringify(away.of('DATABASE_URL'))).not.toContain('hidden-password');
});
