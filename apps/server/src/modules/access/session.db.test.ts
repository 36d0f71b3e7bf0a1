import { argon2 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pino } from 'pino';
import { connectDatabase, isConnectionError } from '../../platform/database/index.ts';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PASSWORD, SECRET, type TestApp } from './access-test-app.ts';
import { createAuth } from './auth.ts';

// Counted, and as real as ever: time itself cannot be tested on a machine that others use.
vi.mock('node:crypto', async (original) => {
  const real = await original<{ argon2: typeof argon2 }>();
  return { ...real, argon2: vi.fn(real.argon2) };
});

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.db.insertInto('traffic_teams').values({ slug: 'alpha', name: 'Alpha' }).execute();
  await test.addUser('boss@school.example', 'admin');
  await test.addUser('buyer@school.example', 'targetologist', 'alpha');
});
afterAll(() => test.close());

const whoAmI = (cookie: string) => test.app.inject({ url: '/api/v1/session', headers: { cookie } });

describe('signing in', () => {
  it('answers the person, their team and the academy, whatever the case of the e-mail', async () => {
    const answer = await test.signIn('Buyer@School.example');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      user: { email: 'buyer@school.example', role: 'targetologist', team: { slug: 'alpha', emoji: '📊' } },
      academy: { timezone: 'Asia/Almaty' },
    });
  });

  it('sets one cookie for 14 days that scripts and other sites cannot use', async () => {
    const answer = await test.signIn('boss@school.example');
    expect([answer.headers['set-cookie']].flat()).toEqual([
      expect.stringMatching(
        /^traffic\.session_token=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
  });

  it('sets a Secure cookie when people come by https', async () => {
    const secure = await createTestApp(await createTestDatabase(), {
      publicUrl: 'https://traffic.school.example',
    });
    await secure.addUser('boss@school.example', 'admin');
    expect(String((await secure.signIn('boss@school.example')).headers['set-cookie'])).toMatch(/; Secure/);
    expect((await whoAmIAt(secure)).statusCode).toBe(200);
    await secure.close();
  });

  it('answers a wrong password and an unknown e-mail in the same words', async () => {
    const wrong = await test.signIn('boss@school.example', 'wrong');
    const unknown = await test.signIn('nobody@school.example', 'wrong');
    expect(wrong.statusCode).toBe(401);
    const { request_id: _one, ...told } = wrong.json().error;
    const { request_id: _two, ...toldUnknown } = unknown.json().error;
    expect(told).toEqual(toldUnknown);
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  it('spends a password hash on an unknown e-mail too, so that time tells nothing', async () => {
    const hashesOf = async (email: string) => {
      vi.mocked(argon2).mockClear();
      await test.signIn(email, 'wrong password');
      return vi
        .mocked(argon2)
        .mock.calls.map(([algorithm, { memory, passes }]) => [algorithm, memory, passes]);
    };
    const known = await hashesOf('boss@school.example');
    expect(known).toEqual([['argon2id', 19_456, 2]]);
    expect(await hashesOf('stranger@school.example')).toEqual(known);
  });

  it('cannot be forged: the token in the database is no cookie without our signature', async () => {
    await test.signIn('boss@school.example');
    const { token } = await test.db.selectFrom('sessions').select('token').executeTakeFirstOrThrow();
    expect((await whoAmI(`traffic.session_token=${token}`)).statusCode).toBe(401);
    expect((await whoAmI(`traffic.session_token=${token}.${'A'.repeat(43)}%3D`)).statusCode).toBe(401);
  });
});

describe('a session', () => {
  it('is over after signing out, even for a kept cookie', async () => {
    const cookie = await test.cookieOf('boss@school.example');
    expect((await whoAmI(cookie)).json().user.email).toBe('boss@school.example');
    const out = await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } });
    expect(out.statusCode).toBe(200);
    expect([out.headers['set-cookie']].flat().join()).toContain('traffic.session_token=; Max-Age=0');
    expect((await whoAmI(cookie)).statusCode).toBe(401);
  });

  it('leaves the other sessions of the person alone when it ends', async () => {
    const [one, two] = [
      await test.cookieOf('boss@school.example'),
      await test.cookieOf('boss@school.example'),
    ];
    await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: one } });
    expect((await whoAmI(two)).statusCode).toBe(200);
  });

  it('is dead at once when its row is deleted, and when it is too old', async () => {
    const cookie = await test.cookieOf('boss@school.example');
    await test.db
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .execute();
    expect((await whoAmI(cookie)).statusCode).toBe(401);
    const another = await test.cookieOf('boss@school.example');
    await test.db.deleteFrom('sessions').execute();
    expect((await whoAmI(another)).statusCode).toBe(401);
  });

  it('writes nothing when it is read', async () => {
    const cookie = await test.cookieOf('boss@school.example');
    const rows = () => test.db.selectFrom('sessions').selectAll().orderBy('id').execute();
    // Two days old: a session that the library would prolong, were it allowed to.
    await test.db
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() + 12 * 86_400_000) })
      .execute();
    const before = await rows();
    expect((await whoAmI(cookie)).headers['set-cookie']).toBeUndefined();
    expect(await rows()).toEqual(before);
  });
});

describe('a disabled user', () => {
  it('is told so only with the right password, gets no session and loses the open ones', async () => {
    await test.addUser('gone@school.example', 'analyst');
    const cookie = await test.cookieOf('gone@school.example');
    await test.db
      .updateTable('users')
      .set({ disabled_at: new Date() })
      .where('email', '=', 'gone@school.example')
      .execute();
    expect((await whoAmI(cookie)).statusCode).toBe(401);
    expect((await test.signIn('gone@school.example', 'wrong')).statusCode).toBe(401);
    const refused = await test.signIn('gone@school.example', PASSWORD);
    expect(refused.statusCode).toBe(403);
    expect(refused.headers['set-cookie']).toBeUndefined();
  });
});

describe('throttling of sign-in', () => {
  it('refuses the 11th try at an account with Retry-After, even with the right password, for 15 minutes', async () => {
    await test.addUser('target@school.example', 'analyst');
    for (let tries = 0; tries < 10; tries += 1)
      expect((await test.signIn('target@school.example', 'wrong')).statusCode).toBe(401);
    const refused = await test.signIn('TARGET@school.example');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('900');
    expect(refused.json().error).toMatchObject({ code: 'rate_limit', details: { retry_after_seconds: 900 } });
    expect((await test.signIn('boss@school.example')).statusCode).toBe(200);
    test.passMs(15 * 60_000);
    expect((await test.signIn('target@school.example')).statusCode).toBe(200);
  });

  it('counts only failures in a row: a success clears the account', async () => {
    for (let tries = 0; tries < 12; tries += 1)
      expect((await test.signIn('boss@school.example')).statusCode).toBe(200);
  });
});

describe('without a database', () => {
  it('nobody is told that their password or session is wrong: the answer is "unavailable"', async () => {
    const cookie = await test.cookieOf('boss@school.example');
    const url = 'postgres://nobody@127.0.0.1:1/nothing';
    const away = connectDatabase({ url, maxConnections: 1, applicationName: 'test' });
    const log = pino({ level: 'silent' });
    const auth = createAuth({ db: away.db, secret: SECRET, publicUrl: 'http://localhost:3000', log });
    await expect(auth.readSession(cookie)).rejects.toMatchObject({ code: 'unavailable' });
    const credentials = { email: 'boss@school.example', password: PASSWORD };
    const refused = await auth
      .signIn(credentials, { address: '127.0.0.1', userAgent: undefined })
      .catch((error: unknown) => error);
    expect(isConnectionError(refused)).toBe(true);
    await away.close();
  });
});

async function whoAmIAt(app: TestApp) {
  const cookie = await app.cookieOf('boss@school.example');
  return app.app.inject({ url: '/api/v1/session', headers: { cookie } });
}
