import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from '../../platform/secret-box.ts';
import { createTestServer, letIn, type TestServer } from '../../testing/running-server.ts';
import { createAuth } from '../access/index.ts';
import { keepsakePath, TOKENS_PURPOSE } from '../crm/index.ts';
import { rememberVeil } from './erasure-key.ts';
import { rotateKeys } from './rotate-keys.ts';

const OLD = 'the old key the old key the old key';
const NEW = 'the new key the new key the new key';
let server: TestServer;
let dataDir: string;

beforeEach(async () => {
  server = await createTestServer({ env: { ENCRYPTION_KEY: OLD } });
  dataDir = await mkdtemp(join(tmpdir(), 'traffic-rotate-'));
});
afterEach(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const rotate = () => {
  const { db, clock } = server.context;
  return rotateKeys({ db, clock, keys: [NEW, OLD], dataDir });
};
const seal = (key: string, text: string) => createSecretBox(key, TOKENS_PURPOSE).seal(text);
const plantTokens = (access: string, refresh: string) =>
  sql`insert into amocrm_tokens (seeds, access_token, refresh_token) values ('{}', ${access}, ${refresh})`.execute(
    server.context.db,
  );

describe('the rotation of ENCRYPTION_KEY', () => {
  it('seals everything anew: afterwards the new key alone opens it, and the old one nothing', async () => {
    await plantTokens(seal(OLD, 'access'), seal(OLD, 'refresh'));
    await writeFile(keepsakePath(dataDir), seal(OLD, 'pair'));
    const before = (await server.context.veil()).digest('phone:+77010000000').toString('hex');
    const token = createSecretBox(OLD, 'conversions.token').seal('dataset token');
    await sql`insert into settings (key, value) values ('conversions', ${JSON.stringify({ mode: 'off', token })}::jsonb)`.execute(
      server.context.db,
    );
    expect(await rotate()).toMatchObject({ resealed: 5, unreadable: [] });
    const { value } = await server.context.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'conversions')
      .executeTakeFirstOrThrow();
    const kept = value as { mode: string; token: string };
    expect(kept.mode).toBe('off');
    expect(createSecretBox(NEW, 'conversions.token').open(kept.token)).toBe('dataset token');
    const row = await server.context.db.selectFrom('amocrm_tokens').selectAll().executeTakeFirstOrThrow();
    const box = createSecretBox(NEW, TOKENS_PURPOSE);
    expect(box.open(row.access_token ?? '')).toBe('access');
    expect(box.open(row.refresh_token)).toBe('refresh');
    expect(box.open(await readFile(keepsakePath(dataDir), 'utf8'))).toBe('pair');
    expect(() => createSecretBox(OLD, TOKENS_PURPOSE).open(row.refresh_token)).toThrow('does not open');
    const log = pino({ level: 'silent' });
    const veil = await rememberVeil({ ...server.context, log, keys: NEW })();
    expect(veil.digest('phone:+77010000000').toString('hex')).toBe(before);
  });

  it('may be repeated, and leaves alone what neither key opens, by name', async () => {
    await plantTokens(seal('somebody else’s key, somebody else’s', 'x'), seal(OLD, 'refresh'));
    expect((await rotate()).unreadable).toEqual(['amocrm_tokens.access_token 1']);
    expect((await rotate()).unreadable).toEqual(['amocrm_tokens.access_token 1']);
    const row = await server.context.db.selectFrom('amocrm_tokens').selectAll().executeTakeFirstOrThrow();
    expect(createSecretBox(NEW, TOKENS_PURPOSE).open(row.refresh_token)).toBe('refresh');
  });

  it('ends every session on purpose: a cookie signed with the old key opens nothing under the new one', async () => {
    const login = { email: 'anna@school.example', password: 'a long enough password' };
    await letIn(server.app, { ...login, name: 'Анна', role: 'analyst' });
    const signedIn = await server.app.inject({ method: 'POST', url: '/api/v1/session', payload: login });
    const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const { db, log, config } = server.context;
    const auth = createAuth({ db, secret: NEW, publicUrl: config.http.publicUrl, log });
    expect(await auth.readSession(cookie)).toBeNull();
    expect(await rotate()).toMatchObject({ sessionsEnded: 1 });
    const answer = await server.app.inject({ url: '/api/v1/session', headers: { cookie } });
    expect(answer.statusCode).toBe(401);
    const log1 = await db
      .selectFrom('audit_log')
      .select('action')
      .where('action', '=', 'keys.rotate')
      .execute();
    expect(log1).toHaveLength(1);
  });

  it('without the old key: the key of erasures is made anew while nobody is erased, and refused after', async () => {
    const log = pino({ level: 'silent' });
    await server.context.veil();
    const other = () =>
      rememberVeil({ ...server.context, log, keys: 'quite another key, quite another key' })();
    await sql`insert into erasures (person_id, erased_by, reason, erased_at) values (1, 'x', 'x', now())`.execute(
      server.context.db,
    );
    await sql`insert into erased_keys (digest, erasure_id) select 'x', id from erasures`.execute(
      server.context.db,
    );
    await expect(other()).rejects.toThrow('ENCRYPTION_KEY_PREVIOUS');
    await server.context.db.deleteFrom('erased_keys').execute();
    expect((await other()).digest('x')).toHaveLength(32);
  });

  it('knows every place that seals: a new one is added to `rotateKeys` first', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const places = globSync('**/*.ts', { cwd: root })
      .filter((file) => !/\.test\.ts$|platform\/secret-box\.ts$/.test(file))
      .filter((file) => readFileSync(join(root, file), 'utf8').includes('createSecretBox('));
    expect(places.sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'modules/conversions/settings.ts',
      'modules/crm/create-crm-client.ts',
      'modules/crm/sealed-tokens-open.ts',
      'modules/privacy/erasure-key.ts',
      'modules/privacy/rotate-keys.ts',
    ]);
  });
});
