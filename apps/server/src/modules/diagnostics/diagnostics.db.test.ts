import type { DiagnosticsResponse, IntegrationsResponse, SourceGapsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const CHECKS = [
  'Express Course Webhook',
  'Flagship Course Webhook',
  'Landing BD Sync',
  'Tripwire BD Integration',
  'ProofTest Integration',
  'Express Course Sales',
  'Flagship Course Sales',
  'All Sales Tracking',
  'Facebook spend',
  'exchange rates',
  'tokens',
  'Telegram',
  'outbox',
  'dead letters',
  'reconciliation',
  'clock/tzdata',
];

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
});
afterEach(() => server.close());

const post = async (url: string, language = 'ru') => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'accept-language': language };
  const answer = await server.app.inject({ method: 'POST', url, headers });
  return answer.json<DiagnosticsResponse>().data;
};
const check = async (name: string) => {
  const { diagnostics } = await post('/api/admin/diagnostics');
  return diagnostics.find((one) => one.name === name);
};
const sell = async (id: number) => {
  const deal = { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: 1763600000 };
  await server.hook(leadHook('status', deal));
  await server.processInbox();
};
const compared = (missing: object[], remaining = 0) =>
  sql`insert into reconciliations (won, kind, compared_from, compared_to, state, started_at, seen_at, finished_at, checked, missing, remaining, requested_by)
    values ('{"10350882": 3}', 'hourly', '2025-11-01', ${NOW}, 'done', ${NOW}, ${NOW}, ${NOW}, 1,
      ${JSON.stringify({ total: missing.length, deals: missing })}::jsonb, ${remaining}, 'system')`.execute(
    server.context.db,
  );

describe('POST /api/admin/diagnostics', () => {
  it('does every check of the product, and an empty product is not called healthy', async () => {
    const { overall_status, diagnostics, summary } = await post('/api/admin/integrations/diagnostics');
    expect(diagnostics.map(({ name }) => name)).toEqual(CHECKS);
    expect(overall_status).not.toBe('ok');
    expect(summary.total).toBe(CHECKS.length);
    expect(summary.ok + summary.warning + summary.error).toBe(CHECKS.length);
    for (const { status, cause, action } of diagnostics)
      expect([cause !== null, action !== null]).toEqual([status !== 'ok', status !== 'ok']);
  });

  it('says everything in the language of the caller', async () => {
    const russian = /[А-Яа-яЁё]/;
    const { diagnostics } = await post('/api/admin/diagnostics', 'en');
    const said = diagnostics.flatMap(({ message, cause, action }) => [message, cause ?? '', action ?? '']);
    expect(said.filter((text) => russian.test(text))).toEqual([]);
  });

  it('ten sales prove nothing about webhooks; the count of the CRM does', async () => {
    await server.close();
    const env = { AMOCRM_DOMAIN: 'onaiagencykz', AMOCRM_ACCESS_TOKEN: 'test-access-token' };
    server = await createTestServer({ now: () => NOW, env });
    for (let id = 1; id <= 3; id += 1) await sell(id);
    expect((await check('Express Course Webhook'))?.status).toBe('warning');
    await compared([]);
    expect(await check('Express Course Webhook')).toMatchObject({
      status: 'ok',
      details: { crm_sales: 3, told_by_webhooks: 3, missed_by_webhooks: 0, pipelines: ['10350882'] },
    });
    await compared([{ lead_id: '2', fields: [] }]);
    expect(await check('Express Course Webhook')).toMatchObject({
      status: 'warning',
      details: { missed_by_webhooks: 1 },
    });
    expect((await check('Flagship Course Webhook'))?.status).toBe('ok');
    await compared([], 2);
    expect((await check('reconciliation'))?.status).toBe('error');
  });

  it('a row changed past the ledger and a lost sale are found', async () => {
    await sell(1);
    expect((await check('Express Course Sales'))?.status).toBe('ok');
    expect((await check('All Sales Tracking'))?.status).toBe('ok');
    await sql`update express_course_sales set amount = 1`.execute(server.context.db);
    expect(await check('Express Course Sales')).toMatchObject({ status: 'error', details: { different: 1 } });
    await sql`update deals set status_id = 143`.execute(server.context.db);
    expect(await check('All Sales Tracking')).toMatchObject({
      status: 'error',
      details: { without_deal: 1 },
    });
  });

  it('a dead letter is an error until it is replayed', async () => {
    expect((await check('dead letters'))?.status).toBe('ok');
    await sell(1);
    await sql`update webhook_deliveries set state = 'failed'`.execute(server.context.db);
    expect(await check('dead letters')).toMatchObject({ status: 'error', details: { failed: 1 } });
  });

  it('a check that cannot be done is an error with its cause, never a silent ok', async () => {
    await sql`alter table express_course_sales rename to gone`.execute(server.context.db);
    expect(await check('Express Course Sales')).toMatchObject({ status: 'error' });
    const verdict = await server.get('/api/admin/diagnostics');
    expect(verdict.body).toMatchObject({ status: 'error', service: 'integrations-diagnostics' });
  });
});

describe('GET /api/integrations', () => {
  it('names every service; what is not set up on purpose does not spoil the whole', async () => {
    const { body } = await server.get('/api/integrations/all');
    const { overall, integrations } = body as unknown as IntegrationsResponse;
    const status = Object.fromEntries(integrations.map((one) => [one.service, one.status]));
    expect(status).toEqual({
      amocrm: 'not_configured',
      facebook: 'not_configured',
      database: 'degraded',
      telegram: 'not_configured',
      openai: 'not_configured',
      redis: 'not_configured',
    });
    expect(overall).toBe('degraded');
    for (const service of ['database', 'telegram', 'openai', 'redis'])
      expect((await server.get(`/api/integrations/${service}`)).body).toMatchObject({
        service,
        status: status[service],
      });
  });
});

describe('GET /api/tokens/health', () => {
  it('tells the days a Meta token has left, from what Meta said of it', async () => {
    await server.close();
    server = await createTestServer({ now: () => NOW, env: { FB_ACCESS_TOKEN: 'test-meta-token' } });
    const meta = async () => {
      const { body } = await server.get('/api/tokens/health');
      return (body.tokens as { service: string }[]).find(({ service }) => service === 'meta');
    };
    expect(await meta()).toMatchObject({ configured: true, valid: null, level: 'unknown' });
    const token = { valid: true, expires_at: '2026-11-26T12:00:00.000Z', scopes: ['ads_read'] };
    await sql`insert into sync_runs (kind, started_at, finished_at, status, details)
      values ('spend.sync-hourly', ${NOW}, ${NOW}, 'ok', ${JSON.stringify({ token })}::jsonb)`.execute(
      server.context.db,
    );
    expect(await meta()).toMatchObject({ days_left: 6, warn_days: 7, level: 'error', scopes: ['ads_read'] });
  });
});

describe('GET /api/v1/sources/gaps', () => {
  it('names the days on which a source gave anything, and since when it does at all', async () => {
    await sql`insert into exchange_rates (currency, quote, rate_date, published_on, rate, source, fetched_at)
      values ('USD', 'KZT', '2026-11-17', '2026-11-17', 500, 'nbk', now()), ('USD', 'KZT', '2026-11-19', '2026-11-19', 501, 'nbk', now())`.execute(
      server.context.db,
    );
    const { body } = await server.get('/api/v1/sources/gaps?start=2026-11-16&end=2026-11-20');
    const { sources, today } = body as unknown as SourceGapsResponse;
    expect(today).toBe('2026-11-20');
    expect(sources.map(({ key, first_day }) => [key, first_day])).toEqual([
      ['amocrm', null],
      ['meta', null],
      ['landing', null],
      ['rates', '2026-11-17'],
    ]);
    expect(sources.at(-1)?.days.map(({ day }) => day)).toEqual(['2026-11-17', '2026-11-19']);
  });
});
