import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { watchSilence } from './watch-silence.ts';

/** A Thursday afternoon in Almaty. */
const NOW = new Date('2026-11-26T10:00:00Z');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

let server: TestServer;
let now: Date;

beforeEach(async () => {
  now = NOW;
  server = await createTestServer({ now: () => now });
});
afterEach(() => server.close());

/** Hooks every ten minutes over so many weeks, until so many hours ago. */
const hooks = (weeks: number, untilHoursAgo: number) =>
  sql`insert into webhook_deliveries (endpoint, received_at, headers, body, content_hash, request_id, state, next_attempt_at)
    select '/api/amocrm/sales-webhook', at, '{}', '', '', 'r', 'processed', at
    from generate_series(${new Date(NOW.getTime() - weeks * WEEK)}::timestamptz,
      ${new Date(NOW.getTime() - untilHoursAgo * HOUR)}::timestamptz, interval '10 minutes') at`.execute(
    server.context.db,
  );
const leads = (weeks: number, untilHoursAgo: number) =>
  sql`with receipt as (insert into attributions (reason, basis, rule_version, evidence, rejected, decided_at)
        values ('no_touch', 'none', 1, '{}', '[]', now()) returning id),
      person as (insert into people (created_at)
        select at from generate_series(${new Date(NOW.getTime() - weeks * WEEK)}::timestamptz,
          ${new Date(NOW.getTime() - untilHoursAgo * HOUR)}::timestamptz, interval '10 minutes') at
        returning id, created_at as at)
    insert into traffic_leads (source, source_id, person_id, created_at, business_day, attribution_id, is_first)
    select 'landing', 'silence-' || at, person.id, at, (at at time zone 'Asia/Almaty')::date, receipt.id, true
    from person, receipt`.execute(server.context.db);
const open = async () => {
  const rows = await server.context.db
    .selectFrom('alarms')
    .select(['key', 'raised'])
    .where('closed_at', 'is', null)
    .orderBy('key')
    .execute();
  return rows.map(({ key, raised }) => `${key} ${raised}`);
};

it('hooks that stop at a busy hour are one alarm, which is over with the next hook', async () => {
  await hooks(6, 2);
  await watchSilence(server.context);
  await watchSilence(server.context);
  expect(await open()).toEqual(['silence.hooks 1']);
  now = new Date(NOW.getTime() + HOUR);
  await server.hook(leadHook('update', { id: 1, status_id: 1, pipeline_id: 1 }));
  await sql`update webhook_deliveries set received_at = ${now} where id = (select max(id) from webhook_deliveries)`.execute(
    server.context.db,
  );
  now = new Date(now.getTime() + 60_000);
  await watchSilence(server.context);
  expect(await open()).toEqual([]);
});

it('a school of three weeks, and hooks that came a quarter of an hour ago, are left in peace', async () => {
  await hooks(3, 5);
  await watchSilence(server.context);
  expect(await open()).toEqual([]);
  await hooks(8, 0.25);
  await watchSilence(server.context);
  expect(await open()).toEqual([]);
});

it('leads have a silence of their own', async () => {
  await hooks(6, 0);
  await leads(6, 3);
  await watchSilence(server.context);
  expect(await open()).toEqual(['silence.leads 1']);
});
