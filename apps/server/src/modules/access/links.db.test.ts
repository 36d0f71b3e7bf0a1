import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PASSWORD, PUBLIC_URL, type TestApp } from './access-test-app.ts';

const HOUR_MS = 60 * 60_000;
const NEW_PASSWORD = 'another long password';

let test: TestApp;
let admin: { cookie: string };

beforeEach(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.db.insertInto('traffic_teams').values({ slug: 'alpha', name: 'Alpha' }).execute();
  await test.addUser('boss@school.example', 'admin');
  admin = { cookie: await test.cookieOf('boss@school.example') };
});
afterEach(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const call = (method: Method, url: string, payload?: object, headers: Record<string, string> = admin) =>
  test.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const invite = (payload: object) => call('POST', '/api/v1/invites', payload);
const tokenOf = (answer: { json(): { link: string } }) => answer.json().link.split('/').at(-1) ?? '';
const look = (kind: string, token: string) => call('POST', '/api/v1/links/look', { kind, token }, {});
const use = (kind: string, token: string, more: object = {}) =>
  call('POST', '/api/v1/links/use', { kind, token, password: NEW_PASSWORD, ...more }, {});
const idOf = async (email: string) =>
  (await test.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id;

describe('an invite', () => {
  const buyer = { email: 'Buyer@School.example', role: 'targetologist', team: 'alpha' };

  it('lets the person set a name and a password, once, in the role and team of the invite', async () => {
    const made = await invite(buyer);
    expect(made.statusCode).toBe(201);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(made.json().link).toMatch(new RegExp(`^${PUBLIC_URL}/invite/[\\w-]{43}$`));
    expect((await look('invite', tokenOf(made))).json()).toMatchObject({
      email: 'buyer@school.example',
      name: null,
    });
    const used = await use('invite', tokenOf(made), { name: 'Алия' });
    expect(used.json()).toMatchObject({ email: 'buyer@school.example' });
    const session = await test.signIn('buyer@school.example', NEW_PASSWORD);
    expect(session.json().user).toMatchObject({
      name: 'Алия',
      role: 'targetologist',
      team: { slug: 'alpha' },
    });
    expect((await use('invite', tokenOf(made), { name: 'Другой' })).statusCode).toBe(404);
    expect((await look('invite', tokenOf(made))).statusCode).toBe(404);
  });

  it('used by two at the same moment makes one user', async () => {
    const token = tokenOf(await invite(buyer));
    const answers = await Promise.all([
      use('invite', token, { name: 'А' }),
      use('invite', token, { name: 'Б' }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 404]);
  });

  it('is kept as a hash only, and the audit log has neither the token nor the e-mail', async () => {
    const token = tokenOf(await invite(buyer));
    const dump = JSON.stringify([
      await test.db.selectFrom('user_links').selectAll().execute(),
      await test.db.selectFrom('audit_log').selectAll().execute(),
    ]);
    expect(dump).not.toContain(token);
    const log = await test.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'user.invite')
      .execute();
    expect(JSON.stringify(log)).not.toMatch(/buyer@/i);
    expect(log).toMatchObject([{ after: { role: 'targetologist', team: 'alpha' } }]);
  });

  it('is over after 72 hours, when taken back, and when a second one is made', async () => {
    const first = tokenOf(await invite(buyer));
    const second = await invite(buyer);
    expect((await look('invite', first)).statusCode).toBe(404);
    expect((await look('invite', tokenOf(second))).statusCode).toBe(200);
    const { id } = second.json().invite;
    expect((await call('DELETE', `/api/v1/invites/${id}`)).statusCode).toBe(200);
    expect((await look('invite', tokenOf(second))).statusCode).toBe(404);
    expect((await call('DELETE', `/api/v1/invites/${id}`)).statusCode).toBe(404);
    const third = tokenOf(await invite(buyer));
    expect((await call('GET', '/api/v1/invites')).json().invites).toHaveLength(1);
    test.passMs(72 * HOUR_MS);
    expect((await use('invite', third, { name: 'Поздно' })).statusCode).toBe(404);
    admin = { cookie: await test.cookieOf('boss@school.example') };
    expect((await call('GET', '/api/v1/invites')).json().invites).toEqual([]);
  });

  it('dies with the office of who made it', async () => {
    await test.addUser('second@school.example', 'admin');
    const cookie = await test.cookieOf('second@school.example');
    const token = tokenOf(await call('POST', '/api/v1/invites', buyer, { cookie }));
    await call('PATCH', `/api/v1/users/${await idOf('second@school.example')}`, { role: 'analyst' });
    expect((await use('invite', token, { name: 'Алия' })).statusCode).toBe(404);
  });

  it('is refused for an unknown team, a missing one, and an e-mail in use', async () => {
    expect((await invite({ ...buyer, team: 'beta' })).json().error.details).toEqual([{ field: 'team' }]);
    expect((await invite({ email: 'a@b.example', role: 'targetologist' })).statusCode).toBe(400);
    expect((await invite({ email: 'BOSS@school.example', role: 'analyst' })).statusCode).toBe(409);
  });

  it('asks for a name and a real password', async () => {
    const token = tokenOf(await invite(buyer));
    expect((await use('invite', token)).statusCode).toBe(400);
    expect((await use('invite', token, { name: 'А', password: 'short' })).statusCode).toBe(400);
    expect((await use('invite', token, { name: 'А', password: 'aaaaaaaaaaaaaaaa' })).statusCode).toBe(400);
    expect((await use('invite', token, { name: 'А' })).statusCode).toBe(200);
  });
});

describe('a reset link', () => {
  const reset = async (email: string) => call('POST', `/api/v1/users/${await idOf(email)}/reset-link`);

  it('replaces the password once, ends every session, and is worth nothing afterwards', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const cookie = await test.cookieOf('anna@school.example');
    const made = await reset('anna@school.example');
    expect(made.statusCode).toBe(201);
    expect((await test.signIn('anna@school.example')).statusCode).toBe(200);
    expect((await use('reset', tokenOf(made))).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/session', undefined, { cookie })).statusCode).toBe(401);
    expect((await test.signIn('anna@school.example', PASSWORD)).statusCode).toBe(401);
    expect((await test.signIn('anna@school.example', NEW_PASSWORD)).statusCode).toBe(200);
    expect((await use('reset', tokenOf(made))).statusCode).toBe(404);
  });

  it('is no access token, no session and no invite; nor is an invite a reset', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const token = tokenOf(await reset('anna@school.example'));
    const invited = tokenOf(await invite({ email: 'new@school.example', role: 'analyst' }));
    for (const one of [token, invited]) {
      for (const headers of [
        { authorization: `Bearer ${one}` },
        { cookie: `traffic.session_token=${one}` },
        { cookie: `__Secure-traffic.session_token=${one}` },
      ])
        expect((await call('GET', '/viewer', undefined, headers)).statusCode).toBe(401);
      expect((await test.signIn('anna@school.example', one)).statusCode).toBe(401);
    }
    expect((await use('invite', token, { name: 'А' })).statusCode).toBe(404);
    expect((await use('reset', invited)).statusCode).toBe(404);
    expect((await look('invite', token)).statusCode).toBe(404);
  });

  it('is over after a day and after the person changed the password; a disabled person gets none', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const late = tokenOf(await reset('anna@school.example'));
    test.passMs(24 * HOUR_MS);
    expect((await use('reset', late)).statusCode).toBe(404);
    admin = { cookie: await test.cookieOf('boss@school.example') };
    const open = tokenOf(await reset('anna@school.example'));
    await call('PATCH', `/api/v1/users/${await idOf('anna@school.example')}`, { disabled: true });
    expect((await use('reset', open)).statusCode).toBe(404);
    expect((await reset('anna@school.example')).statusCode).toBe(409);
  });
});

describe('one’s own password', () => {
  it('is changed by the present one; other sessions and an open reset link end, this session stays', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const [one, two] = [
      await test.cookieOf('anna@school.example'),
      await test.cookieOf('anna@school.example'),
    ];
    const link = tokenOf(await call('POST', `/api/v1/users/${await idOf('anna@school.example')}/reset-link`));
    const change = (current_password: string) =>
      call('PUT', '/api/v1/password', { current_password, password: NEW_PASSWORD }, { cookie: one });
    expect((await change('not this one')).json().error.details).toEqual([{ field: 'current_password' }]);
    expect((await change(PASSWORD)).json()).toMatchObject({ ended: 1 });
    expect((await call('GET', '/api/v1/session', undefined, { cookie: one })).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/session', undefined, { cookie: two })).statusCode).toBe(401);
    expect((await use('reset', link)).statusCode).toBe(404);
    expect((await test.signIn('anna@school.example', NEW_PASSWORD)).statusCode).toBe(200);
  });

  it('cannot be guessed on an open screen: the eleventh try waits', async () => {
    const change = () =>
      call('PUT', '/api/v1/password', { current_password: 'guess', password: NEW_PASSWORD });
    for (let tries = 0; tries < 10; tries += 1) expect((await change()).statusCode).toBe(400);
    expect((await change()).statusCode).toBe(429);
  });
});

describe('sessions', () => {
  const list = async (cookie: string) =>
    (await call('GET', '/api/v1/sessions', undefined, { cookie })).json().sessions;

  it('are listed to their person only, without anything that opens one', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const cookie = await test.cookieOf('anna@school.example');
    await test.cookieOf('anna@school.example');
    const sessions = await list(cookie);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    const tokens = await test.db.selectFrom('sessions').select('token').execute();
    for (const { token } of tokens) expect(JSON.stringify(sessions)).not.toContain(token);
  });

  it('end one by one, all others at once, and never somebody else’s', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const [one, two] = [
      await test.cookieOf('anna@school.example'),
      await test.cookieOf('anna@school.example'),
    ];
    const foreign = (await list(admin.cookie))[0].id;
    const end = (id: string) => call('DELETE', `/api/v1/sessions/${id}`, undefined, { cookie: one });
    expect((await end(foreign)).statusCode).toBe(404);
    expect(await list(admin.cookie)).toHaveLength(1);
    const other = (await list(one)).find(({ current }: { current: boolean }) => !current).id;
    expect((await end(other)).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/session', undefined, { cookie: two })).statusCode).toBe(401);
    await test.cookieOf('anna@school.example');
    const ended = await call('DELETE', '/api/v1/sessions', undefined, { cookie: one });
    expect(ended.json()).toMatchObject({ ended: 1 });
    expect(await list(one)).toHaveLength(1);
  });

  it('of a person are ended by an administrator, who leaves a row in the audit log', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const cookie = await test.cookieOf('anna@school.example');
    const id = await idOf('anna@school.example');
    expect((await call('DELETE', `/api/v1/users/${id}/sessions`)).json()).toMatchObject({ ended: 1 });
    expect((await call('GET', '/api/v1/session', undefined, { cookie })).statusCode).toBe(401);
    expect((await call('DELETE', '/api/v1/users/nobody/sessions')).statusCode).toBe(404);
    const { rows } = (await call('GET', '/api/v1/audit?action=user.sign_out')).json();
    expect(rows).toMatchObject([{ subject: id, details: { sessions_ended: 1 } }]);
  });
});
