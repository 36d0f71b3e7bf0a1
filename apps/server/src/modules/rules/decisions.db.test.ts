import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyRules, undoRules } from '../../testing/rules-harness.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const PERIOD = 'start=2026-11-01&end=2026-11-20';
let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

const deps = () => ({ db: server.context.db, clock: server.context.clock });

async function sell(id: number, price: number, utm: Record<string, string>): Promise<void> {
  const updated_at = Date.parse('2026-11-15T10:00:00Z') / 1000 + id;
  await server.hook(
    leadHook('status', { id, status_id: 142, pipeline_id: 10350882, price, updated_at, utm }),
  );
  await server.processInbox();
}

async function call(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

const sum = (rows: { revenue: string }[]) =>
  rows.reduce((total, row) => total + BigInt(row.revenue.replace('.', '')), 0n);

describe('a manual assignment', () => {
  const assign = (team: string, reason = 'спор решён на планёрке') =>
    call('POST', '/api/v1/assign', { lead_id: '1', team, reason });

  it('outranks the rules now and after they change, says who and why, and can be taken back', async () => {
    await sell(1, 5000, { utm_source: 'fb_muha' });
    expect((await assign('traf4')).body).toMatchObject({
      receipt: {
        team: { slug: 'traf4' },
        basis: 'manual',
        confidence: 'high',
        evidence: { manual: { reason: 'спор решён на планёрке', by: expect.stringMatching(/^token:/) } },
      },
    });
    await applyRules(deps(), {
      drop: ['fb_muha'],
      add: [{ team: 'arystan', value: 'fb_muha', strength: 'exact' }],
    });
    expect((await server.get(`/api/amocrm/sales-stats?${PERIOD}`)).body.stats).toContainEqual(
      expect.objectContaining({ targetologist: 'Traf4', sales_count: 1 }),
    );
    const undone = await call('DELETE', '/api/v1/assign/1');
    expect(undone.body).toMatchObject({ receipt: { team: { slug: 'arystan' }, basis: 'deal_touch' } });
    const audit = await server.context.db.selectFrom('audit_log').select(['action', 'subject']).execute();
    expect(audit).toEqual(
      expect.arrayContaining([
        { action: 'sale.assign', subject: '1' },
        { action: 'sale.unassign', subject: '1' },
        expect.objectContaining({ action: 'rules.apply' }),
      ]),
    );
  });

  it('needs a known deal and team, a reason, and something to change', async () => {
    expect((await assign('kenesary')).status).toBe(404);
    await sell(1, 5000, {});
    expect((await assign('nobody')).status).toBe(400);
    expect((await assign('kenesary', '')).status).toBe(400);
    expect((await assign('kenesary')).status).toBe(200);
    expect((await assign('kenesary')).status).toBe(409);
    expect((await call('DELETE', '/api/v1/assign/2')).status).toBe(404);
  });
});

describe('sales nobody is credited for', () => {
  it('are listed with their money, reason and candidates, in pages', async () => {
    await sell(1, 5000, { utm_source: 'pb_agency' });
    await sell(2, 7000, { utm_source: 'google' });
    await sell(3, 0, {});
    await sell(4, 5000, { utm_source: 'fb_muha' });
    const { body } = await server.get('/api/v1/unattributed?limit=2');
    expect(body).toMatchObject({
      total: { sales: 3, revenue: '12000.00', sales_amount_unknown: 1 },
      by_reason: [
        { reason: 'conflict', sales: 1, revenue: '5000.00' },
        { reason: 'no_rule', sales: 1, revenue: '7000.00' },
        { reason: 'no_touch', sales: 1, revenue: '0.00' },
      ],
      sales: [
        { lead_id: '3', reason: 'no_touch', sale_amount: null },
        { lead_id: '2', reason: 'no_rule', candidates: [] },
      ],
    });
    const next = await server.get(`/api/v1/unattributed?limit=2&cursor=${String(body.next_cursor)}`);
    expect(next.body).toMatchObject({
      sales: [{ lead_id: '1', reason: 'conflict', candidates: ['Kenesary', 'Traf4'] }],
      next_cursor: null,
    });
  });
});

describe('report models', () => {
  it('stand beside the credit, and each of them sums to the same revenue', async () => {
    await sell(1, 5000, { utm_source: 'fb_muha' });
    await sell(2, 490_000, {});
    await sell(3, 7000, { utm_source: 'google' });
    const { body } = await server.get(`/api/v1/models?${PERIOD}`);
    const rows = body.rows as Record<string, { revenue: string; sales: string }>[];
    for (const model of ['credit', 'first', 'last', 'linear', 'position', 'time_decay'])
      expect(sum(rows.map((row) => row[model] ?? { revenue: '0', sales: '0' }))).toBe(50_200_000n);
    expect(rows.find((row) => (row.team as { slug?: string } | null)?.slug === 'muha')).toMatchObject({
      linear: { sales: '1.000000000', revenue: '5000.00' },
    });
  });
});

describe('the UTM audit', () => {
  it('says what tags lose, with money', async () => {
    await sell(1, 5000, { utm_source: 'pb_agency' });
    await sell(2, 7000, { utm_source: 'google', utm_campaign: 'Осень' });
    await server.context.db
      .insertInto('traffic_stats')
      .values({
        ...{
          account_id: 'act_839340528712304',
          ad_id: '55',
          day: '2026-11-03',
          spend: '3',
          spend_kzt: '1500',
        },
        ...{ currency: 'USD', campaign_name: 'Лето', team_id: 3, basis: 'ad_account', synced_at: new Date() },
      })
      .execute();
    const { body } = await server.get(`/api/v1/utm/audit?${PERIOD}`);
    expect(body).toMatchObject({
      untagged_spend: { total: { ads: 1, spend: '1500.00' }, ads: [{ ad_id: '55', spend: '1500.00' }] },
      without_team: [
        { reason: 'no_rule', sales: 1, revenue: '7000.00' },
        { reason: 'conflict', sales: 1, revenue: '5000.00' },
      ],
      conflicts: [{ matched: 'pb_agency', teams: ['Kenesary', 'Traf4'], revenue: '5000.00' }],
      unknown_values: [{ field: 'utm_campaign', value: 'осень', sales: 1, revenue: '7000.00' }],
    });
    const receipt = await server.get(
      '/api/v1/spend/receipt?account_id=act_839340528712304&ad_id=55&day=2026-11-03',
    );
    expect(receipt.body).toMatchObject({ receipt: { team: { slug: 'muha' }, basis: 'ad_account' } });
  });
});

describe('the Team Constructor over HTTP', () => {
  it('drafts, refuses an older revision, previews, applies, shows versions and undoes', async () => {
    await sell(1, 5000, { utm_source: 'newbie' });
    const unknown = await server.get('/api/v1/rules/new-values');
    expect(unknown.body.values).toEqual([]);
    const { body } = await server.get('/api/v1/rules');
    const rules = (body.rules as { id: number; team_name: string }[]).map(
      ({ id: _id, team_name: _name, ...rule }) => rule,
    );
    expect(body.findings).toMatchObject({
      conflicts: [{ value: 'pb_agency', teams: ['Kenesary', 'Traf4'] }],
    });
    const rule = {
      team: 'muha',
      field: 'utm_source',
      operator: 'equals',
      value: 'newbie',
      strength: 'exact',
    };
    const { channel_affixes, owned_utm_sources } = body;
    const put = (revision: number | null, extra: object = {}) =>
      call('PUT', '/api/v1/rules/draft', {
        ...{ revision, channel_affixes, owned_utm_sources, rules: [...rules, { ...rule, ...extra }] },
      });
    expect((await put(null, { value: '---' })).status).toBe(400);
    expect((await put(null, { team: 'nobody' })).status).toBe(400);
    expect(await put(null)).toMatchObject({ status: 200, body: { draft: { revision: 1, removed: [] } } });
    expect((await put(null)).status).toBe(409);
    expect((await call('POST', '/api/v1/rules/draft/preview')).status).toBe(202);
    expect((await call('POST', '/api/v1/rules/apply', { revision: 9, note: 'новая' })).status).toBe(409);
    const applied = await call('POST', '/api/v1/rules/apply', { revision: 1, note: 'новая' });
    expect(applied).toMatchObject({ status: 202, body: { run: { kind: 'apply', state: 'staging' } } });
    expect((await call('POST', '/api/v1/rules/undo')).status).toBe(409);
    const { id } = applied.body.run as { id: string };
    expect(await call('POST', `/api/v1/rules/runs/${id}/cancel`)).toMatchObject({
      body: { run: { state: 'cancelled' } },
    });
    expect((await call('DELETE', '/api/v1/rules/draft')).status).toBe(200);
    await applyRules(deps(), { add: [{ team: 'muha', value: 'newbie', strength: 'exact' }] });
    const runs = (await server.get('/api/v1/rules/runs')).body.runs as { id: string; kind: string }[];
    const moved = await server.get(`/api/v1/rules/runs/${runs[0]?.id ?? ''}/moved`);
    expect(moved.body).toMatchObject({
      moved: [{ from: null, to: { slug: 'muha' }, amount: '5000', utm_source: 'newbie' }],
      next_cursor: null,
    });
    await undoRules(deps());
    const acts = await server.context.db
      .selectFrom('audit_log')
      .select(['action', 'actor', 'before', 'after', 'details'])
      .where('action', 'in', ['rules.apply', 'rules.undo'])
      .orderBy('id')
      .execute();
    const act = { actor: 'user:test', details: { moved: { sales: 1 } } };
    expect(acts).toMatchObject([
      { ...act, action: 'rules.apply', before: { version: 1 }, after: { version: 3 } },
      { ...act, action: 'rules.undo', before: { version: 3 }, after: { version: 1 } },
    ]);
    expect((await server.get('/api/v1/rules/versions')).body.versions).toMatchObject([
      { version: 3, state: 'undone', in_force: false },
      { version: 2, state: 'discarded' },
      { version: 1, state: 'applied', in_force: true },
    ]);
    expect((await call('POST', '/api/v1/rules/undo')).status).toBe(409);
  });

  it('makes and changes teams; the ledger follows a new name', async () => {
    await sell(1, 5000, { utm_source: 'fb_muha' });
    expect((await call('PATCH', '/api/v1/teams/muha', { name: 'Муха' })).status).toBe(200);
    expect((await call('PATCH', '/api/v1/teams/muha', { name: 'Traf4' })).status).toBe(409);
    expect((await server.get(`/api/amocrm/sales-stats?${PERIOD}`)).body.stats).toContainEqual(
      expect.objectContaining({ targetologist: 'Муха', sales_count: 1 }),
    );
    const team = { slug: 'fifth', name: 'Пятая', color: '#123456' };
    expect((await call('POST', '/api/v1/teams', team)).status).toBe(201);
    expect((await call('POST', '/api/v1/teams', team)).status).toBe(409);
  });
});
