import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { performTripwireSync } from './jobs.ts';
import { createTripwire } from './tripwire-database.ts';

let lessons: TestDatabase;
let server: TestServer;
let now: string;

beforeEach(async () => {
  now = '2026-11-20T09:00:00Z';
  lessons = await createTestDatabase();
  await sql`create schema lms`.execute(lessons.db);
  await sql`
    create table lms.users (id int primary key, full_name text, email text, phone text, created_at timestamptz)`.execute(
    lessons.db,
  );
  await sql`create table lms.lesson_progress (user_id int, lesson_id int, completed_at timestamptz)`.execute(
    lessons.db,
  );
  await sql`insert into lms.users values
    (1, 'Айгерим', 'AIGERIM@mail.test', null, '2026-11-01'), (2, 'Данияр', null, '8 701 555 12 12', '2026-11-02')`.execute(
    lessons.db,
  );
  await sql`insert into lms.lesson_progress values (1, 1, '2026-11-03'), (1, 1, '2026-11-04'), (1, 2, '2026-11-05'),
    (2, 1, null)`.execute(lessons.db);
  server = await createTestServer({
    env: { TRIPWIRE_DATABASE_URL: lessons.url },
    now: () => new Date(now),
  });
});
afterEach(async () => {
  await server.close();
  await lessons.drop();
});

const COLUMNS = {
  users: { table: 'lms.users', name: 'full_name' },
  progress: { table: 'lms.lesson_progress' },
};

async function call(method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/sources/tripwire${url}`,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}
const sync = () => performTripwireSync({ ...server.context, onChanged: async () => undefined });
const state = async () => (await call('GET', '')).body;

describe('the Tripwire database', () => {
  it('gives its users, their lessons and their persons, by the columns that are set', async () => {
    expect(await state()).toMatchObject({ state: { status: 'never' }, statistics: { users: 0 } });
    expect((await call('PUT', '/columns', COLUMNS)).status).toBe(200);
    await server.app.inject({
      method: 'POST',
      url: '/api/landing/leads',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      payload: {
        leads: [{ id: 'a', created_at: '2026-11-01T10:00:00Z', email: 'aigerim@mail.test', source: 'x' }],
      },
    });
    await sync();
    await sync();
    expect(await state()).toMatchObject({
      state: { status: 'ok', reason: null },
      statistics: { users: 2, persons: 2, started: 1, lessons: 2, with_lead: 1 },
    });
  });

  it('is read for news between whole reads, and wholly once a day', async () => {
    await call('PUT', '/columns', COLUMNS);
    now = '2026-11-20T10:00:00Z';
    const read = async (at: string) => {
      now = at;
      await sync();
      const last = server.context.db.selectFrom('sync_runs').select('details').orderBy('id', 'desc').limit(1);
      return (await last.executeTakeFirstOrThrow()).details;
    };
    expect(await read('2026-11-20T12:00:00Z')).toMatchObject({ read: 2, whole: true });
    await sql`insert into lms.users values (3, 'Ерлан', null, null, '2026-11-20 13:00:00Z')`.execute(
      lessons.db,
    );
    await sql`insert into lms.lesson_progress values (2, 1, '2026-11-20 14:00:00Z')`.execute(lessons.db);
    expect(await read('2026-11-20T18:00:00Z')).toMatchObject({ read: 2, whole: false });
    expect(await read('2026-11-21T00:00:00Z')).toMatchObject({ read: 0, whole: false });
    expect(await state()).toMatchObject({ statistics: { users: 3, started: 2, lessons: 3 } });
    expect(await read('2026-11-21T12:00:00Z')).toMatchObject({ read: 3, whole: true });
    await call('PUT', '/columns', COLUMNS);
    expect(await read('2026-11-21T18:00:00Z')).toMatchObject({ whole: true });
  });

  it('that lacks a column, or is away, says so; one alarm, and it ends when it is read again', async () => {
    await call('PUT', '/columns', { ...COLUMNS, users: { table: 'lms.users' } });
    await expect(sync()).rejects.toThrow();
    await expect(sync()).rejects.toThrow();
    expect(await state()).toMatchObject({
      state: { status: 'failed', reason: expect.stringContaining('column') },
    });
    const alarms = () =>
      server.context.db.selectFrom('alarms').select(['key', 'raised', 'closed_at']).execute();
    expect(await alarms()).toEqual([{ key: 'tripwire.away', raised: 2, closed_at: null }]);
    expect((await server.get('/api/v1/overview')).status).toBe(200);
    await call('PUT', '/columns', COLUMNS);
    await sync();
    expect((await alarms())[0]?.closed_at).not.toBeNull();
    expect(await state()).toMatchObject({ state: { status: 'ok' } });
  });

  it('that hangs is given up and said, while everything else works; it is read again once it answers', async () => {
    await call('PUT', '/columns', COLUMNS);
    const relay = await createBreakableDatabase(lessons.url);
    const { log } = server.context;
    const tripwire = createTripwire({ url: relay.url, log, silenceTimeoutMs: 400 });
    const slow = () => performTripwireSync({ ...server.context, tripwire, onChanged: async () => undefined });
    await slow();
    relay.hang('everything');
    await expect(slow()).rejects.toThrow(/silent|terminated/);
    expect(await state()).toMatchObject({ state: { status: 'failed' }, statistics: { users: 2 } });
    expect((await server.get('/api/v1/overview')).status).toBe(200);
    relay.repair();
    await slow();
    expect(await state()).toMatchObject({ state: { status: 'ok' } });
    await tripwire.close();
    await relay.close();
  });

  it('is never written to', async () => {
    const writing = server.context.tripwire.read((db) => sql`delete from lms.users`.execute(db));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('takes no column that is not a name', async () => {
    const answer = await call('PUT', '/columns', { users: { table: 'users; drop table users' } });
    expect(answer.status).toBe(400);
  });
});
