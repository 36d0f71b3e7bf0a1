import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { forgetOld } from './forget-old.ts';

const NOW = new Date('2026-11-20T00:00:00Z');
const clock = { now: () => NOW };
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
let test: TestDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const run = (batch?: number) => forgetOld({ db: test.db, clock }, async () => {}, batch);
const deliver = (days: number, state: string, name = `${days} ${state}`) =>
  sql`insert into webhook_deliveries (endpoint, received_at, headers, body, content_hash, request_id, state, next_attempt_at)
    values ('/x', ${daysAgo(days)}, '{"user-agent":"amo"}', 'leads[update][0][id]=1', sha256('body'), ${name}, ${state}, ${NOW})`.execute(
    test.db,
  );

describe('retention', () => {
  it('takes the bodies of webhooks after 400 days, in batches, and keeps their hashes and what waits', async () => {
    for (let copy = 0; copy < 5; copy += 1) await deliver(401, 'processed', `old ${copy}`);
    await deliver(399, 'processed');
    await deliver(500, 'failed');
    await deliver(500, 'pending');
    expect((await run(2)).removed).toEqual({ 'webhook bodies': 6 });
    const { rows } = await sql<{
      request_id: string;
      bytes: number;
      hash: number;
      kept: boolean;
      why: string | null;
    }>`
      select request_id, octet_length(body) as bytes, octet_length(content_hash) as hash, headers <> '{}' as kept,
        body_removed_for as why from webhook_deliveries order by request_id`.execute(test.db);
    for (const row of rows) {
      const young = ['399 processed', '500 pending'].includes(row.request_id);
      expect(row).toMatchObject({
        ...{ bytes: young ? 22 : 0, hash: 32, kept: young, why: young ? null : 'retention' },
      });
    }
    expect((await run()).removed).toEqual({});
  });

  it('keeps the last run of each kind however old, so that a source does not look as if it was never read', async () => {
    for (const [kind, days] of [
      ['spend', 900],
      ['spend', 800],
      ['leads', 700],
    ] as const)
      await sql`insert into sync_runs (kind, started_at, finished_at, status) values (${kind}, ${daysAgo(days)}, ${daysAgo(days)}, 'ok')`.execute(
        test.db,
      );
    expect((await run()).removed).toEqual({ 'runs of jobs': 1 });
    const rows = await test.db.selectFrom('sync_runs').select('kind').orderBy('id').execute();
    expect(rows.map(({ kind }) => kind)).toEqual(['spend', 'leads']);
  });

  it('removes what is over: old acts, sessions, links, tries, notices, alarms; and nothing that is not', async () => {
    const { db } = test;
    await sql`insert into users (id, email, name, role) values ('u', 'u@s.example', 'U', 'admin')`.execute(
      db,
    );
    await sql`insert into audit_log (at, actor, action) values (${daysAgo(1_096)}, 'a', 'old'), (${daysAgo(1_094)}, 'a', 'young')`.execute(
      db,
    );
    await sql`insert into sessions (id, user_id, token, expires_at)
      values ('old', 'u', 't1', ${daysAgo(8)}), ('young', 'u', 't2', ${daysAgo(-3)})`.execute(db);
    await sql`insert into user_links (kind, token_hash, user_id, created_by, created_at, expires_at, used_at)
      values ('reset', 'a', 'u', 'user:u', ${daysAgo(40)}, ${daysAgo(39)}, ${daysAgo(39)}),
        ('reset', 'b', 'u', 'user:u', ${daysAgo(1)}, ${daysAgo(0)}, null)`.execute(db);
    await sql`insert into sign_in_tries (key, tries, ends_at) values ('a', 3, ${daysAgo(1)}), ('b', 3, ${daysAgo(-1)})`.execute(
      db,
    );
    await sql`insert into notifications (dedupe_key, kind, chat_id, payload, state, due_at, created_at)
      values ('old', 'sale', '1', '{}', 'sent', ${NOW}, ${daysAgo(401)}), ('waits', 'sale', '1', '{}', 'pending', ${NOW}, ${daysAgo(401)})`.execute(
      db,
    );
    await sql`insert into alarms (key, source, message, opened_at, last_raised_at, closed_at)
      values ('old', 'x', 'm', ${daysAgo(500)}, ${daysAgo(500)}, ${daysAgo(450)}), ('open', 'x', 'm', ${daysAgo(500)}, ${daysAgo(500)}, null)`.execute(
      db,
    );
    await sql`insert into webhook_refusals (endpoint, hour, refused, last_at)
      values ('/x', ${daysAgo(401)}, 3, ${daysAgo(401)}), ('/x', ${daysAgo(1)}, 3, ${daysAgo(1)})`.execute(
      db,
    );
    await sql`insert into verifications (id, identifier, value, expires_at)
      values ('old', 'u', 'v', ${daysAgo(8)}), ('young', 'u', 'v', ${daysAgo(6)}), ('valid', 'u', 'v', ${daysAgo(-1)})`.execute(
      db,
    );
    expect((await run()).removed).toEqual({
      'counts of refused webhooks': 1,
      'audit log': 1,
      'notices that are over': 1,
      'alarms that are over': 1,
      'sessions that are over': 1,
      'links that are over': 1,
      'verifications that are over': 1,
      'tries of signing in': 1,
    });
    expect((await run()).removed).toEqual({});
  });
});
