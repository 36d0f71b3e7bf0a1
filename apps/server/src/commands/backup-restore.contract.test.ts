import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretBox } from '../platform/secret-box.ts';
import { makeHistory } from '../testing/make-history.ts';
import { askServer, runCommand } from '../testing/processes.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../testing/running-server.ts';
import { createEmptyDatabase } from '../testing/test-database.ts';

const KEY = 'test-encryption-key-test-encryption-key';
const REPORTS = ['overview', 'trend', 'funnel', 'cohorts', 'utm'].flatMap((report) =>
  ['cash', 'cohort'].map((basis) => `/api/v1/${report}?start=2026-01-01&end=2026-08-31&basis=${basis}`),
);

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await createTestServer();
  folder = await mkdtemp(join(tmpdir(), 'traffic-backup-'));
  await makeHistory(server.context.db, { sales: 600, leads: 900, adDays: 900 });
  const deal = {
    status_id: 142,
    pipeline_id: 10350882,
    updated_at: 1_780_000_000,
    created_at: 1_779_000_000,
  };
  await server.hook(
    leadHook('status', {
      id: 700_001,
      price: 5000,
      name: 'Қайрат «Ә»\n\\N\t',
      ...deal,
      utm: { utm_source: 'fb_kenesary' },
    }),
  );
  await server.processInbox();
  await server.context.db
    .insertInto('amocrm_tokens')
    .values({
      seeds: [Buffer.from('seed')],
      refresh_token: createSecretBox(KEY, 'amocrm.tokens').seal('sealed-token'),
    })
    .execute();
  const { code, stderr } = await command('rebuild', [], server.databaseUrl);
  if (code !== 0) throw new Error(stderr);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** When the question was answered: the one thing that must differ. The period is over, so nothing else depends on now. */
const ANSWERED_AT = /"updated_at":"[^"]+",(?="sources")/;

const environment = (databaseUrl: string | null, dataDir: string): Record<string, string> => ({
  ...{
    NODE_ENV: 'test',
    ENCRYPTION_KEY: KEY,
    ADMIN_API_TOKEN: ADMIN_TOKEN,
    LOG_LEVEL: 'error',
    DATA_DIR: dataDir,
  },
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});
const command = (
  name: string,
  args: string[],
  databaseUrl: string | null,
  change: Record<string, string> = {},
) => runCommand(name, args, { ...environment(databaseUrl, join(folder, 'data')), ...change });

/** The reports as bytes. */
async function reportsOf(databaseUrl: string | null, dataDir: string): Promise<Record<string, string>> {
  const variables = { ...environment(databaseUrl, dataDir), RATES_ENABLED: 'false' };
  const answers = await askServer(variables, ADMIN_TOKEN, REPORTS);
  return Object.fromEntries(
    Object.entries(answers).map(([path, text]) => [path, text.replace(ANSWERED_AT, '')]),
  );
}

/** Each test starts several programs; on a busy machine each takes seconds. */
describe('backup and restore', { timeout: 240_000 }, () => {
  it('a backup restored into an empty server and rebuilt gives the same reports, byte for byte', async () => {
    const before = await reportsOf(server.databaseUrl, join(folder, 'before'));
    const file = join(folder, 'one.tar');
    const made = await command('backup', ['--to', file], server.databaseUrl);
    expect(made).toMatchObject({ code: 0, stderr: '' });

    const dataDir = join(folder, 'empty-server');
    const restored = await command('restore', ['--from', file], null, { DATA_DIR: dataDir });
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toMatch(/version 0\.1\.0, schema \d{4}_\w+\.sql, PostgreSQL \d+/);
    expect((await command('rebuild', [], null, { DATA_DIR: dataDir })).code).toBe(0);

    const after = await reportsOf(null, dataDir);
    for (const path of REPORTS) expect(after[path] === before[path], path).toBe(true);
    expect(JSON.parse(after[REPORTS[0] ?? ''] ?? '{}')).toMatchObject({ success: true });
  });

  it('is taken beside writers and holds one instant: every sale has its deal', async () => {
    const path = join(folder, 'beside.tar');
    let hooks = 0;
    const writing = new AbortController();
    const writer = (async () => {
      for (; !writing.signal.aborted; hooks += 1) {
        await server.hook(
          leadHook('status', {
            id: 800_000 + hooks,
            status_id: 142,
            pipeline_id: 10350882,
            updated_at: 1_780_000_000,
          }),
        );
        await server.processInbox();
      }
    })();
    expect((await command('backup', ['--to', path], server.databaseUrl)).code).toBe(0);
    writing.abort();
    await writer;
    expect(hooks).toBeGreaterThan(3);
    const target = await createEmptyDatabase();
    // The references between tables are checked over all rows when the restore puts them back.
    expect(await command('restore', ['--from', path], target.url)).toMatchObject({ code: 0, stderr: '' });
    await target.drop();
  });

  it('keeps secrets sealed, and says so when another key could not open them', async () => {
    const [path, target] = [join(folder, 'sealed.tar'), await createEmptyDatabase()];
    await command('backup', ['--to', path], server.databaseUrl);
    const bytes = (await readFile(path)).toString('latin1');
    for (const secret of [KEY, ADMIN_TOKEN, 'sealed-token']) expect(bytes).not.toContain(secret);
    const other = { ENCRYPTION_KEY: 'another-key-another-key-another-key-1' };
    const refused = await command('restore', ['--from', path], target.url, other);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ENCRYPTION_KEY is not the one'),
    });
    const agreed = await command('restore', ['--from', path, '--other-key'], target.url, other);
    expect(agreed.code).toBe(0);
    await target.drop();
  });

  it('refuses a database that is not empty and changes nothing in it', async () => {
    const path = join(folder, 'full.tar');
    await command('backup', ['--to', path], server.databaseUrl);
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from deals`.execute(server.context.db)).rows;
    const before = await count();
    const refused = await command('restore', ['--from', path], server.databaseUrl);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('not empty') });
    expect(await count()).toEqual(before);
  });

  it('a damaged, cut or newer backup is refused before the database is touched', async () => {
    const to = join(folder, 'kept');
    await command('backup', ['--to', to], server.databaseUrl);
    const [name = ''] = await readdir(to);
    const [backup, target] = [join(to, name), await createEmptyDatabase()];
    expect(await command('restore', ['--from', backup, '--check'], target.url)).toMatchObject({ code: 0 });
    const deals = join(backup, 'tables', 'deals.copy.gz');
    const whole = await readFile(deals);
    const manifest = await readFile(join(backup, 'manifest.json'), 'utf8');
    const refusal = async () => (await command('restore', ['--from', backup], target.url)).stderr;

    await writeFile(deals, Buffer.from(whole).fill('?', 100, 110));

    expect(await refusal()).toContain('deals.copy.gz is damaged');
    await rm(deals);
    expect(await refusal()).toContain('incomplete');
    await writeFile(deals, whole);
    await writeFile(join(backup, 'manifest.json'), manifest.replace('"format": 1', '"format": 2'));
    expect(await refusal()).toContain('manifest is damaged');
    await writeFile(join(backup, 'manifest.json'), manifest);
    expect(await refusal()).toBe('');
    await target.drop();
  });

  it('takes hooks along that are acknowledged and wait in the spool', async () => {
    const spool = join(folder, 'data', 'spool', '1');
    await mkdir(spool, { recursive: true });
    await writeFile(join(spool, '000001.jsonl'), '{"waiting":true}\n');
    const [path, target] = [join(folder, 'spool.tar'), await createEmptyDatabase()];
    expect((await command('backup', ['--to', path], server.databaseUrl)).stdout).toContain('1 spool file');
    const dataDir = join(folder, 'elsewhere');
    expect((await command('restore', ['--from', path], target.url, { DATA_DIR: dataDir })).code).toBe(0);
    expect(await readFile(join(dataDir, 'spool', 'restored', '000001.jsonl'), 'utf8')).toBe(
      '{"waiting":true}\n',
    );
    await target.drop();
  });

  it('--keep leaves the newest and touches nothing that is not a backup', async () => {
    const to = join(folder, 'daily');
    for (let day = 0; day < 3; day += 1)
      await command('backup', ['--to', to, '--keep', '2'], server.databaseUrl);
    await writeFile(join(to, 'notes.txt'), 'mine');
    await command('backup', ['--to', to, '--keep', '1'], server.databaseUrl);
    const left = await readdir(to);
    expect(left).toHaveLength(2);
    expect(left).toContain('notes.txt');
  });
});
