import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectDatabase, readMigrations, withClient } from '../platform/database/index.ts';
import { askServer, runCommand } from '../testing/processes.ts';
import { createEmptyDatabase } from '../testing/test-database.ts';

/** See fixtures/ORIGIN.md: what the release with migrations up to 0021 held, and what its screens said of it. */
const BACKUP = fileURLToPath(new URL('../modules/backup/fixtures/release-0021.tar', import.meta.url));
const TOKEN = 'release-fixture-admin-token-release-0';
const SAID = {
  ...{ spend: '2185511.89', leads: 305, sales: 97, express_purchases: 84, flagman_purchases: 9 },
  ...{ revenue: '4389500.00', impressions: 1_258_683, clicks: 20_601 },
};

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let dataDir: string;
let variables: Record<string, string>;
beforeAll(async () => {
  database = await createEmptyDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'traffic-release-'));
  variables = {
    ...{ NODE_ENV: 'test', ENCRYPTION_KEY: 'release-fixture-encryption-key-0021', LOG_LEVEL: 'error' },
    ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, ADMIN_API_TOKEN: TOKEN, RATES_ENABLED: 'false' },
  };
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

it('a database of the previous release, with its rows, is migrated and says what it said', async () => {
  const restored = await runCommand('restore', ['--from', BACKUP], variables);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toContain('schema 0021_facebook.sql');
  const all = (await readMigrations()).map(({ name }) => name);
  expect(await inspectDatabase(database.url)).toMatchObject({ applied: all, pending: [] });
  for (const name of all.filter((migration) => migration > '0022')) expect(restored.stdout).toContain(name);

  const path = '/api/v1/overview?start=2026-11-20&end=2026-11-28';
  const overview = async () => {
    const answers = await askServer(variables, TOKEN, [path]);
    return (JSON.parse(answers[path] ?? '{}') as { total: object }).total;
  };
  expect(await overview()).toMatchObject(SAID);
  expect((await runCommand('rebuild', [], variables)).code).toBe(0);
  expect(await overview()).toMatchObject(SAID);
}, 240_000);

it('every reference between its tables holds', async () => {
  const { rows } = await withClient(database.url, (client) =>
    client.query<{ open: number }>(
      `select count(*)::int as open from pg_constraint where contype = 'f' and not convalidated`,
    ),
  );
  expect(rows).toEqual([{ open: 0 }]);
});
