import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BreakableDatabase, createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { createEmptyDatabase } from '../../testing/test-database.ts';
import { sourceStates } from '../health/index.ts';
import { fetchLandingLeads } from './fetch-leads.ts';
import { landingJobs } from './jobs.ts';
import { createLanding } from './landing-database.ts';

let server: TestServer;
let far: { url: string; drop: () => Promise<void> };
let landing: BreakableDatabase;

beforeEach(async () => {
  far = await createEmptyDatabase();
  landing = await createBreakableDatabase(far.url);
  server = await createTestServer({
    now: () => new Date('2026-11-20T09:00:00Z'),
    env: { LANDING_DATABASE_URL: landing.url },
  });
  await server.context.landing.separate();
});
afterEach(async () => {
  await server.close();
  await landing.close();
  await far.drop();
});

const fetch = (full = false) => fetchLandingLeads(server.context, { full }, async () => undefined);

async function apply(id: string, created_at: string, fields: Record<string, string> = {}) {
  const row = {
    id,
    created_at,
    source: 'proftest',
    phone: '8 701 555 12 12',
    utm_source: 'fb_kenesary',
    ...fields,
  };
  await sql`insert into landing_leads select * from jsonb_populate_record(null::landing_leads,
    ${JSON.stringify({ amocrm_synced: false, ...row })}::jsonb)`.execute(landing.db);
}
/** What reports say of the landing side beside their figures. */
async function landingSource() {
  const configured = { amocrm: false, meta: false, rates: false };
  const states = await sourceStates({ ...server.context, configured });
  return states.find(({ key }) => key === 'landing');
}
const known = () =>
  server.context.db
    .selectFrom('traffic_leads as l')
    .leftJoin('traffic_teams as t', 't.id', 'l.team_id')
    .select(['l.source_id', 't.slug'])
    .orderBy('l.id')
    .execute();

describe('leads of a separate Landing database', () => {
  it('come through the same intake as posted ones: person, team, once', async () => {
    await apply('a', '2026-11-19T10:00:00Z');
    expect(await fetch()).toEqual({
      ...{ status: 'ok', read: 1, accepted: 1, duplicates: 0, skipped: 0, refreshed: 0 },
    });
    expect(await known()).toEqual([{ source_id: 'a', slug: 'kenesary' }]);
    expect(await fetch()).toMatchObject({ read: 1, accepted: 0, duplicates: 1 });
  });

  it('are read on from where the last run came to, with an overlap for late commits; the night finds older ones', async () => {
    await apply('old', '2026-10-01T10:00:00Z');
    await apply('new', '2026-11-19T10:00:00Z');
    await fetch();
    await apply('late', '2026-11-19T09:59:59Z');
    await apply('imported', '2026-09-01T10:00:00Z');
    expect(await fetch()).toMatchObject({ read: 2, accepted: 1 });
    expect(await fetch(true)).toMatchObject({ read: 4, accepted: 1, duplicates: 3 });
  });

  it('that share one instant, more than a page of them, are all read', async () => {
    await sql`insert into landing_leads (id, source, created_at)
      select 'n' || n, 'proftest', '2026-11-19T10:00:00.123456Z' from generate_series(1, 1203) n`.execute(
      landing.db,
    );
    expect(await fetch()).toMatchObject({ read: 1203, accepted: 1203 });
  });

  it('bring news of their e-mails and deals; a deal never becomes none', async () => {
    await apply('a', '2026-11-19T10:00:00Z');
    await fetch();
    await sql`update landing_leads set email_sent = true, amocrm_lead_id = 77, amocrm_synced = true`.execute(
      landing.db,
    );
    expect(await fetch()).toMatchObject({ refreshed: 1 });
    await sql`update landing_leads set email_clicked = true, amocrm_lead_id = null`.execute(landing.db);
    expect(await fetch()).toMatchObject({ refreshed: 1 });
    expect(await fetch()).toMatchObject({ refreshed: 0 });
    const row = await server.context.db.selectFrom('landing_leads').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      email_sent: true,
      email_clicked: true,
      amocrm_lead_id: '77',
      amocrm_synced: true,
    });
  });

  it('of a table that knows less are read as far as it goes, and unreadable rows are counted, not lost in silence', async () => {
    await sql`drop table landing_leads`.execute(landing.db);
    await sql`create table landing_leads (id bigint primary key, phone bigint, created_at timestamp)`.execute(
      landing.db,
    );
    await sql`insert into landing_leads values (1, 77015551212, '2026-11-19 20:00:00'), (2, null, 'infinity')`.execute(
      landing.db,
    );
    expect(await fetch()).toMatchObject({ status: 'partial', read: 2, accepted: 1, skipped: 1 });
    const row = await server.context.db
      .selectFrom('traffic_leads')
      .select(['source_id', 'business_day'])
      .executeTakeFirst();
    // 20:00 UTC is the next day in Almaty.
    expect(row).toEqual({ source_id: '1', business_day: '2026-11-20' });
    expect(await fetch()).toMatchObject({ read: 2, duplicates: 1 });
  });

  it('of a Landing database that hangs are given up and said, while reports and intake go on', async () => {
    const { db, log } = server.context;
    const slow = createLanding({ db, log, url: landing.url, silenceTimeoutMs: 400 });
    await slow.separate();
    const [job] = landingJobs({ ...server.context, landing: slow, onChanged: async () => undefined });
    landing.hang('everything');
    await expect(job?.run({})).rejects.toThrow(/silent|terminated/);
    expect(await landingSource()).toMatchObject({ status: 'failed' });
    expect((await server.get('/api/v1/overview')).status).toBe(200);
    landing.repair();
    await job?.run({});
    expect(await landingSource()).toMatchObject({ status: expect.not.stringMatching('failed') });
    await slow.close();
  });

  it('wait while the Landing database is away: the run is failed, the alarm says it, both once it is back are over', async () => {
    const changed: string[] = [];
    const [job] = landingJobs({
      ...server.context,
      onChanged: async () => {
        changed.push('leads');
      },
    });
    await apply('a', '2026-11-19T10:00:00Z');
    landing.breakDown();
    await expect(job?.run({})).rejects.toThrow();
    const { body: during } = await server.get('/api/v1/alarms');
    expect(during['alarms']).toMatchObject([{ key: 'landing.away', closed_at: null }]);
    expect(await landingSource()).toMatchObject({
      status: 'failed',
      incomplete_since: expect.any(String),
      reason: expect.stringContaining('База лендинга'),
    });
    landing.repair();
    await job?.run({});
    expect(await landingSource()).toMatchObject({ status: 'ok', incomplete_since: null });
    const { body: after } = await server.get('/api/v1/alarms');
    expect(after['alarms']).toMatchObject([{ key: 'landing.away', closed_at: expect.any(String) }]);
    const { body } = await server.get('/api/v1/jobs?kind=landing.leads');
    expect(body['jobs']).toMatchObject([{ status: 'ok', details: { accepted: 1 } }, { status: 'failed' }]);
    expect(changed).toEqual(['leads']);
  });
});

it('leads that a landing page wrote straight into our own table are counted as posted ones, once', async () => {
  const own = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
  const { db } = own.context;
  await sql`
    insert into landing_leads (id, source, phone, utm_source, created_at)
    select 'n' || n, 'proftest', '8701555' || (1000 + n), 'fb_kenesary', '2026-11-19T10:00:00Z' from generate_series(1, 700) n`.execute(
    db,
  );
  const [job] = landingJobs({ ...own.context, onChanged: async () => undefined });
  await Promise.all([job?.run({}), job?.run({})]);
  const { body } = await own.get('/api/v1/overview?preset=7d&team=kenesary');
  expect(body['total']).toMatchObject({ leads: 700 });
  await job?.run({});
  expect((await own.get('/api/v1/jobs?kind=landing.leads')).body['jobs']).not.toHaveLength(3);
  await job?.run({ on_demand: true });
  const { body: runs } = await own.get('/api/v1/jobs?kind=landing.leads&limit=1');
  expect(runs['jobs']).toMatchObject([{ status: 'ok', details: { accepted: 0 } }]);
  expect(await fetchLandingLeads(own.context, { full: true }, async () => undefined)).toBeNull();
  await own.close();
});
