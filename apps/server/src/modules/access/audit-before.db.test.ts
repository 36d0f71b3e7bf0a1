import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { POLICY } from './policy.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const WEEK = '2026-11-23';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  server.context.jobs.connect({ enqueue: async () => true });
  const sold = Date.parse('2026-11-19T10:00:00Z') / 1000;
  await server.hook(
    leadHook('status', { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: sold }),
  );
  await server.processInbox();
  await sql`insert into traffic_stats (account_id, ad_id, day, spend, currency, spend_kzt, team_id, basis, synced_at, campaign_id)
    select account_id, '1', '2026-11-19', 10, 'USD', 5000, 1, 'ad_account', ${NOW}, '77' from ad_accounts order by 1 limit 1`.execute(
    db,
  );
  await sql`insert into users (id, email, name, role) values ('u', 'u@s.example', 'U', 'analyst')`.execute(
    db,
  );
  await sql`insert into sessions (id, user_id, token, expires_at) values ('s', 'u', 't', ${NOW}::timestamptz + interval '1 day')`.execute(
    db,
  );
  await sql`insert into telegram_chats (chat_id, title, language, origin, created_at) values ('-7', 'Отдел', 'ru', 'code', ${NOW})`.execute(
    db,
  );
  await sql`insert into webhook_deliveries (endpoint, received_at, headers, body, content_hash, request_id, state, next_attempt_at)
    values ('/x', ${NOW}, '{}', 'traffic_smoke=1', sha256('x'), 'test', 'processed', ${NOW})`.execute(db);
  await sql`insert into rule_runs (kind, version, revision, base_version, requested_at, requested_by, state)
    values ('preview', 1, 0, 1, ${NOW}, 'user:u', 'staging')`.execute(db);
  await sql`insert into people default values`.execute(db);
  await sql`insert into person_merges (from_origins, from_person_id, into_person_id, at) values ('{}', 998, 999, ${NOW})`.execute(
    db,
  );
});
afterAll(() => server.close());

type Act = { url: string; body?: object };

async function ask(method: string, url: string, body?: object): Promise<void> {
  const answer = await server.app.inject({
    ...{ method: method as 'PUT', url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
    ...(body === undefined ? {} : { payload: body }),
  });
  expect([`${method} ${url}`, answer.statusCode < 300 ? 'done' : answer.body]).toEqual([
    `${method} ${url}`,
    'done',
  ]);
}

const idOf = async (table: string, where: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from ${sql.table(table)} where ${sql.raw(where)} order by 1 desc limit 1`.execute(
    server.context.db,
  );
  return rows[0]?.id ?? 'none';
};

const PLAN = { team: 'kenesary', week: WEEK, revenue: '100', sales: 1, spend: '10' };
const RATE = { currency: 'USD', day: '2026-11-19', rate: '500' };
const CHAT = () => idOf('telegram_chats', "chat_id = '-7'");
const ACCOUNT = async () => {
  const { rows } = await sql<{
    id: string;
  }>`select account_id as id from ad_accounts order by 1 limit 1`.execute(server.context.db);
  return rows[0]?.id ?? 'none';
};
const DRAFT = { note: '', rules: [], channel_affixes: [], owned_utm_sources: [] };

/** Every act that changes or takes away something that was there. */
const ACTS: Record<string, () => Promise<Act>> = {
  'PATCH /api/v1/users/:id': async () => ({ url: '/api/v1/users/u', body: { role: 'admin' } }),
  'DELETE /api/v1/users/:id/sessions': async () => ({ url: '/api/v1/users/u/sessions' }),
  'DELETE /api/v1/invites/:id': async () => {
    await ask('POST', '/api/v1/invites', { email: 'new@s.example', role: 'analyst' });
    return { url: `/api/v1/invites/${await idOf('user_links', "kind = 'invite'")}` };
  },
  'DELETE /api/v1/tokens/:id': async () => {
    await ask('POST', '/api/v1/tokens', { name: 'x', scope: 'read' });
    return { url: `/api/v1/tokens/${await idOf('api_tokens', "name = 'x'")}` };
  },
  'POST /api/v1/people/merges/:id/undo': async () => ({
    url: `/api/v1/people/merges/${await idOf('person_merges', 'true')}/undo`,
  }),
  'PUT /api/v1/sources/tripwire/columns': async () => {
    const { columns } = (await server.get('/api/v1/sources/tripwire')).body as { columns: { users: object } };
    const users = { ...columns.users, id: 'user_id' };
    return { url: '/api/v1/sources/tripwire/columns', body: { ...columns, users } };
  },
  'POST /api/v1/assign': async () => {
    const word = { lead_id: '1', team: 'arystan', reason: 'из звонка' };
    await ask('POST', '/api/v1/assign', word);
    return { url: '/api/v1/assign', body: { ...word, team: 'kenesary' } };
  },
  'DELETE /api/v1/assign/:lead_id': async () => ({ url: '/api/v1/assign/1' }),
  'DELETE /api/v1/campaign-teams/:campaign_id': async () => {
    await ask('POST', '/api/v1/campaign-teams', {
      campaign_id: '77',
      team: 'arystan',
      reason: 'их кампания',
    });
    return { url: '/api/v1/campaign-teams/77' };
  },
  'PATCH /api/v1/teams/:slug': async () => ({ url: '/api/v1/teams/kenesary', body: { emoji: '🦊' } }),
  'PUT /api/v1/rules/draft': async () => {
    await ask('PUT', '/api/v1/rules/draft', { ...DRAFT, revision: null });
    const { rows } = await sql<{ revision: number }>`
      select revision from rule_versions where state = 'draft'`.execute(server.context.db);
    return { url: '/api/v1/rules/draft', body: { ...DRAFT, note: 'иначе', revision: rows[0]?.revision } };
  },
  'DELETE /api/v1/rules/draft': async () => ({ url: '/api/v1/rules/draft' }),
  'POST /api/v1/rules/runs/:id/cancel': async () => ({
    url: `/api/v1/rules/runs/${await idOf('rule_runs', 'true')}/cancel`,
  }),
  'DELETE /api/v1/inbox/:id': async () => ({
    url: `/api/v1/inbox/${await idOf('webhook_deliveries', "request_id = 'test'")}`,
  }),
  'PUT /api/v1/plans': async () => {
    await ask('PUT', '/api/v1/plans', PLAN);
    return { url: '/api/v1/plans', body: { ...PLAN, spend: '20' } };
  },
  'DELETE /api/v1/plans': async () => ({ url: `/api/v1/plans?team=kenesary&week=${WEEK}` }),
  'PUT /api/v1/plans/limits': async () => ({
    url: '/api/v1/plans/limits',
    body: { growth_percent: 5, min_roas: null, max_cpa: null, leaderboard_min_spend: '1' },
  }),
  'PUT /api/v1/products/pipelines/:id': async () => ({
    url: '/api/v1/products/pipelines/10350882',
    body: { product_key: 'express' },
  }),
  'PUT /api/v1/telegram/quiet-hours': async () => {
    const hours = (from: string) => ({ quiet_hours: { from, to: '08:00' } });
    await ask('PUT', '/api/v1/telegram/quiet-hours', hours('23:00'));
    return { url: '/api/v1/telegram/quiet-hours', body: hours('22:00') };
  },
  'PATCH /api/v1/telegram/chats/:id': async () => ({
    url: `/api/v1/telegram/chats/${await CHAT()}`,
    body: { reports: false, team: 'kenesary' },
  }),
  'DELETE /api/v1/telegram/chats/:id': async () => ({ url: `/api/v1/telegram/chats/${await CHAT()}` }),
  'PATCH /api/v1/facebook/accounts/:id': async () => ({
    url: `/api/v1/facebook/accounts/${await ACCOUNT()}`,
    body: { included: false },
  }),
  'POST /api/v1/facebook/accounts/:id/bindings': async () => ({
    url: `/api/v1/facebook/accounts/${await ACCOUNT()}/bindings`,
    body: { team: 'arystan', valid_from: '2026-11-20' },
  }),
  'DELETE /api/v1/facebook/accounts/:id/bindings/:binding_id': async () => ({
    url: `/api/v1/facebook/accounts/${await ACCOUNT()}/bindings/${await idOf('ad_account_teams', 'true')}`,
  }),
  'PUT /api/v1/rates': async () => {
    await ask('PUT', '/api/v1/rates', RATE);
    return { url: '/api/v1/rates', body: { ...RATE, rate: '510' } };
  },
  'DELETE /api/v1/rates': async () => ({ url: '/api/v1/rates?currency=USD&day=2026-11-19' }),
  'PUT /api/v1/conversions/settings': async () => {
    const { settings } = (await server.get('/api/v1/conversions/settings')).body as { settings: object };
    const { token_set: _set, ...known } = settings as { token_set: boolean };
    return { url: '/api/v1/conversions/settings', body: { ...known, dataset_id: '12345' } };
  },
  'POST /api/v1/conversions/decide': async () => {
    await sql`insert into conversion_events (event_key, event_name, event_time, kind, lead_id, due_at, state, claim_id, claimed_at)
      values ('k', 'Purchase', ${NOW}, 'purchase', 1, ${NOW}, 'in_doubt', null, null)`.execute(
      server.context.db,
    );
    return {
      url: '/api/v1/conversions/decide',
      body: { ids: [await idOf('conversion_events', 'true')], decision: 'sent' },
    };
  },
};

/** They make something new, start a job, send or read: there is nothing that was before. */
const WITHOUT_BEFORE = [
  ...[
    'POST /api/v1/users/:id/reset-link',
    'POST /api/v1/invites',
    'POST /api/v1/tokens',
    'POST /api/v1/teams',
  ],
  ...['POST /api/v1/campaign-teams', 'POST /api/v1/telegram/codes', 'POST /api/v1/telegram/chats/:id/test'],
  ...[
    'POST /api/v1/people/:id/export',
    'POST /api/v1/sources/tripwire/sync',
    'POST /api/v1/facebook/backfill',
  ],
  ...[
    'POST /api/v1/rules/draft/preview',
    'POST /api/traffic-facebook/refresh',
    'POST /api/admin/diagnostics',
  ],
  ...['POST /api/admin/amocrm/reconcile', 'POST /api/admin/integrations/diagnostics'],
  ...['POST /api/amocrm/test-sale-notification', 'POST /api/admin/landing/fetch-leads'],
  ...['POST /api/admin/landing/sync-amocrm', 'POST /api/admin/amocrm/fetch-leads'],
  // Written by the run when it switches, with the versions before and after (decisions.db.test.ts).
  ...['POST /api/v1/rules/apply', 'POST /api/v1/rules/undo'],
  // Many deliveries of any state become pending: their own history says of each what was before.
  'POST /api/v1/inbox/replay',
  // What was before is what has to be forgotten: the log has the counts.
  'POST /api/v1/people/:id/erase',
];

describe('the log of what administrators change', () => {
  it('knows of every admin write route whether it changes something that was there', () => {
    const writes = Object.entries(POLICY)
      .filter(([route, access]) => access === 'admin' && !route.startsWith('GET '))
      .map(([route]) => route);
    expect([...Object.keys(ACTS), ...WITHOUT_BEFORE].toSorted()).toEqual(writes.toSorted());
  });

  it.each(Object.keys(ACTS))('%s says what was before and what is after', async (route) => {
    const act = await ACTS[route]?.();
    await ask(route.split(' ')[0] ?? '', act?.url ?? '', act?.body);
    const row = await server.context.db
      .selectFrom('audit_log')
      .select(['action', 'before', 'after'])
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(row.action).not.toContain('/');
    expect(row.before, row.action).not.toBeNull();
    expect(row.after, row.action).not.toEqual(row.before);
  });
});
