import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PASSWORD, type TestApp } from './access-test-app.ts';
import { prepareDemoLogins } from './demo-logins.ts';
import { ensureFirstAdmin } from './ensure-first-admin.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp(await createTestDatabase());
});
afterEach(() => test.close());

const addTeam = (slug: string) => test.db.insertInto('traffic_teams').values({ slug, name: slug }).execute();

describe('PATCH /api/v1/users/:id', () => {
  const change = async (id: string, payload: object) => {
    const headers = { authorization: await test.bearerOf('admin') };
    return test.app.inject({ method: 'PATCH', url: `/api/v1/users/${id}`, headers, payload });
  };
  const idOf = async (email: string) =>
    (await test.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id;
  const cookieOf = (answer: { headers: Record<string, unknown> }) =>
    String(answer.headers['set-cookie']).split(';')[0] ?? '';

  it('a disabled person is signed out at once and cannot sign in; enabled again they can', async () => {
    await test.addUser('anna@school.example', 'analyst');
    const cookie = cookieOf(await test.signIn('anna@school.example'));
    const id = await idOf('anna@school.example');
    expect((await change(id, { disabled: true })).json().user).toMatchObject({ disabled: true });
    expect((await test.app.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(401);
    expect(await test.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
    expect((await test.signIn('anna@school.example')).statusCode).toBe(403);
    await change(id, { disabled: false });
    expect((await test.signIn('anna@school.example')).statusCode).toBe(200);
    const audit = await test.db.selectFrom('audit_log').select(['action', 'subject']).execute();
    expect(audit.filter(({ action }) => action === 'user.change')).toEqual([
      { action: 'user.change', subject: id },
      { action: 'user.change', subject: id },
    ]);
  });

  it('a new role and team hold from the next request on, without signing in again', async () => {
    await addTeam('alpha');
    await test.addUser('boris@school.example', 'analyst');
    const cookie = cookieOf(await test.signIn('boris@school.example'));
    const id = await idOf('boris@school.example');
    expect((await change(id, { role: 'targetologist' })).json().error).toMatchObject({
      code: 'validation',
      details: [{ field: 'team' }],
    });
    await change(id, { role: 'targetologist', team: 'alpha' });
    const session = await test.app.inject({ url: '/api/v1/session', headers: { cookie } });
    expect(session.json().user).toMatchObject({ role: 'targetologist', team: { slug: 'alpha' } });
    expect((await change(id, { role: 'analyst' })).json().user).toMatchObject({ team: null });
  });

  it('the last administrator can be neither disabled nor demoted, not even by two at once', async () => {
    await test.addUser('one@school.example', 'admin');
    await test.addUser('two@school.example', 'admin');
    const ids = [await idOf('one@school.example'), await idOf('two@school.example')];
    const answers = await Promise.all(ids.map((id) => change(id, { disabled: true })));
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 409]);
    const [left] = await test.db.selectFrom('users').select('id').where('disabled_at', 'is', null).execute();
    expect((await change(left?.id ?? '', { role: 'analyst' })).statusCode).toBe(409);
  });

  it('an unknown person is 404, an empty change 400', async () => {
    expect((await change('nobody', { disabled: true })).statusCode).toBe(404);
    expect((await change('nobody', {})).statusCode).toBe(400);
  });
});

describe('ensureFirstAdmin', () => {
  const credentials = { email: 'Owner@school.example', password: PASSWORD };

  it('makes one administrator in an empty product, however many processes start', async () => {
    const made = await Promise.all([
      ensureFirstAdmin(test, credentials),
      ensureFirstAdmin(test, credentials),
    ]);
    expect(made.filter(Boolean)).toHaveLength(1);
    const answer = await test.signIn('owner@school.example');
    expect(answer.json().user).toMatchObject({ role: 'admin', team: null });
  });

  it('changes nothing once there is anybody', async () => {
    await test.addUser('somebody@school.example', 'analyst');
    expect(await ensureFirstAdmin(test, credentials)).toBe(false);
    expect((await test.signIn('owner@school.example')).statusCode).toBe(401);
  });
});

describe('prepareDemoLogins', () => {
  it('gives an administrator and a targetologist of the first team passwords that work', async () => {
    await addTeam('alpha');
    await addTeam('beta');
    const logins = await prepareDemoLogins(test);
    expect(logins.map(({ email, role }) => [email, role])).toEqual([
      ['admin@demo.example', 'admin'],
      ['target@demo.example', 'targetologist'],
    ]);
    const teams = [];
    for (const { email, password } of logins) {
      expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
      teams.push((await test.signIn(email, password)).json().user.team?.slug ?? null);
    }
    expect(teams).toEqual([null, 'alpha']);
  });

  it('gives new passwords at each start and leaves open sessions alone', async () => {
    const [before] = await prepareDemoLogins(test);
    const signedIn = await test.signIn('admin@demo.example', before?.password);
    const [after] = await prepareDemoLogins(test);
    expect((await test.signIn('admin@demo.example', before?.password)).statusCode).toBe(401);
    expect((await test.signIn('admin@demo.example', after?.password)).statusCode).toBe(200);
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    expect((await test.app.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(200);
  });
});
