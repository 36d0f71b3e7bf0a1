import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmocrmError, type TokenPair, type TokenSource } from '../../integrations/amocrm/index.ts';
import { connectDatabase, type Database, type Db } from '../../platform/database/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createSecretBox } from '../../platform/secret-box.ts';
import { createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createKeepsake, type Keepsake } from './keepsake.ts';
import { createOauthTokens } from './oauth-tokens.ts';

const log = createLogger({ level: 'silent', name: 'test' });
const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let folder: string;
let now: Date;
const pools: Database[] = [];

/** AmoCRM's side: a refresh token works once, and gives the next pair. */
let exchanged: string[];
let valid: string;
let trouble: AmocrmError | null;
async function exchange(refreshToken: string): Promise<TokenPair> {
  exchanged.push(refreshToken);
  await sleep(30);
  if (trouble !== null) throw trouble;
  if (refreshToken !== valid) throw new AmocrmError('unauthorized', { status: 401 });
  const next = exchanged.length;
  valid = `refresh-${next}`;
  return { accessToken: `access-${next}`, refreshToken: valid, expiresInSeconds: DAY_SECONDS };
}

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'tokens-test-'));
  now = new Date('2026-11-21T06:00:00Z');
  exchanged = [];
  valid = 'seed';
  trouble = null;
});
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

type Settings = { db?: Db; seed?: string; access?: string | null; key?: string; keepsake?: Keepsake };

/** A process of its own, as far as the database can tell; all share one disk. */
function otherProcess({ db, seed = 'seed', access = null, key = 'k', keepsake }: Settings = {}): TokenSource {
  const pool = connectDatabase({ url: database.url, maxConnections: 3, applicationName: 'process' });
  pools.push(pool);
  const box = createSecretBox(key.repeat(32), 'test');
  return createOauthTokens({
    db: db ?? pool.db,
    clock: { now: () => now },
    log,
    box,
    keepsake: keepsake ?? createKeepsake(join(folder, 'deep', 'tokens.sealed'), box),
    seed: { accessToken: access, refreshToken: seed },
    exchange,
  });
}
const laterBy = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const twenty = (ask: () => Promise<string | null>) => Array.from({ length: 20 }, ask);

describe('tokens of two processes', () => {
  it('twenty requests each at the very start: one exchange', async () => {
    const processes = [otherProcess(), otherProcess()];
    const tokens = await Promise.all(processes.flatMap((tokens) => twenty(() => tokens.current())));
    expect(exchanged).toEqual(['seed']);
    expect(new Set(tokens)).toEqual(new Set(['access-1']));
  });

  it('twenty requests each refused at once: one exchange, and everybody gets the new token', async () => {
    const processes = [otherProcess({ access: 'old' }), otherProcess({ access: 'old' })];
    for (const tokens of processes) expect(await tokens.current()).toBe('old');
    const renewed = await Promise.all(processes.flatMap((tokens) => twenty(() => tokens.renew('old'))));
    expect(exchanged).toEqual(['seed']);
    expect(new Set(renewed)).toEqual(new Set(['access-1']));
  });

  it('twenty requests each when the token ends: one exchange', async () => {
    const processes = [otherProcess(), otherProcess()];
    for (const tokens of processes) await tokens.current();
    laterBy(25 * HOUR_MS);
    const tokens = await Promise.all(processes.flatMap((process) => twenty(() => process.current())));
    expect(exchanged).toEqual(['seed', 'refresh-1']);
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
  });
});

describe('a token', () => {
  it('is kept over restarts, sealed: neither the table nor the disk shows it', async () => {
    await otherProcess().current();
    expect(await otherProcess().current()).toBe('access-1');
    expect(exchanged).toHaveLength(1);
    const rows = await database.db.selectFrom('amocrm_tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/access-1|refresh-1|"seed"/);
  });

  it('that was renewed a moment ago and is refused all the same is not renewed again', async () => {
    const tokens = otherProcess();
    const first = await tokens.current();
    expect(await tokens.renew(first)).toBeNull();
    laterBy(2 * 60_000);
    expect(await tokens.renew(first)).toBe('access-2');
  });

  it('is renewed in its last tenth, and works on when that fails', async () => {
    const tokens = otherProcess();
    await tokens.current();
    laterBy(21 * HOUR_MS);
    expect(await tokens.current()).toBe('access-1');
    trouble = new AmocrmError('network', { status: null });
    laterBy(HOUR_MS);
    expect(await otherProcess().current()).toBe('access-1');
    trouble = null;
    expect(await otherProcess().current()).toBe('access-3');
    laterBy(25 * HOUR_MS);
    trouble = new AmocrmError('network', { status: null });
    await expect(otherProcess().current()).rejects.toMatchObject({ kind: 'network' });
  });

  it('whose refresh token is spent or revoked is an error that a person must see', async () => {
    valid = 'somebody else used it';
    await expect(otherProcess().current()).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});

describe('AMOCRM_REFRESH_TOKEN', () => {
  it('is where it begins, once: a changed one starts anew, a former one is not taken back', async () => {
    await otherProcess().current();
    valid = 'seed-2';
    expect(await otherProcess({ seed: 'seed-2' }).current()).toBe('access-2');
    expect(await otherProcess({ seed: 'seed' }).current()).toBe('access-2');
    expect(exchanged).toEqual(['seed', 'seed-2']);
  });

  it('is what is left when ENCRYPTION_KEY was changed', async () => {
    await otherProcess().current();
    valid = 'seed';
    expect(await otherProcess({ key: 'j' }).current()).toBe('access-2');
    expect(exchanged).toEqual(['seed', 'seed']);
  });
});

describe('a pair that AmoCRM gave and the database has not got', () => {
  it('is found on disk by the process that is started after a crash: nothing is asked twice', async () => {
    const box = createSecretBox('k'.repeat(32), 'test');
    const keepsake = createKeepsake(join(folder, 'tokens.sealed'), box);
    const breakable = await createBreakableDatabase(database.url);
    const dying = otherProcess({
      db: breakable.db,
      keepsake: {
        ...keepsake,
        async keep(pair) {
          await keepsake.keep(pair);
          breakable.breakDown();
        },
      },
    });
    expect(await dying.current()).toBe('access-1');
    await breakable.close();
    expect(await readFile(join(folder, 'tokens.sealed'), 'utf8')).not.toMatch(/access|refresh|seed/);

    const next = otherProcess({ keepsake: createKeepsake(join(folder, 'tokens.sealed'), box) });
    expect(await next.current()).toBe('access-1');
    expect(exchanged).toEqual(['seed']);
    expect(await otherProcess().current()).toBe('access-1');
    await expect(readFile(join(folder, 'tokens.sealed'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('works on in this process, and reaches the database when that is back, also with a full disk', async () => {
    const breakable = await createBreakableDatabase(database.url);
    const box = createSecretBox('k'.repeat(32), 'test');
    const inMemory = createKeepsake('/dev/null/no-such-folder/x', box);
    const tokens = otherProcess({
      db: breakable.db,
      keepsake: {
        ...inMemory,
        async keep(pair) {
          breakable.breakDown();
          await inMemory.keep(pair);
        },
        forget: async () => {},
      },
    });
    expect(await tokens.current()).toBe('access-1');
    expect(await tokens.current()).toBe('access-1');
    breakable.repair();
    await expect
      .poll(async () => {
        await tokens.current();
        return (await database.db.selectFrom('amocrm_tokens').select('refreshed_at').execute()).length;
      })
      .toBe(1);
    expect(await otherProcess().current()).toBe('access-1');
    expect(exchanged).toEqual(['seed']);
    await breakable.close();
  });
});
