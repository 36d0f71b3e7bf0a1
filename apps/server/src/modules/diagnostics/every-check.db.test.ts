import type { DiagnosticCheck } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { sourceStates } from '../health/index.ts';
import { loadAcademy } from '../settings/index.ts';
import { runChecks } from './run-checks.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const YEAR_AHEAD = Math.floor(NOW.getTime() / 1000) + 365 * 86_400;
const JWT = `e30.${Buffer.from(JSON.stringify({ exp: YEAR_AHEAD })).toString('base64url')}.signature`;
const EXPRESS = '10350882';
const FLAGMAN = '10418746';
const WON = { [EXPRESS]: 1, [FLAGMAN]: 1 };

let server: TestServer;
/** One server for the table: each case breaks one thing and mends it. */
const run = (statement: string) => sql.raw(statement).execute(server.context.db);

beforeAll(async () => {
  server = await createTestServer({
    now: () => NOW,
    env: {
      ...{ AMOCRM_DOMAIN: 'onaiagencykz', AMOCRM_ACCESS_TOKEN: JWT, FB_ACCESS_TOKEN: 'test-meta-token' },
      ...{ TELEGRAM_BOT_TOKEN: '1:test-telegram-token', TELEGRAM_CHAT_IDS: '-1' },
      TRIPWIRE_DATABASE_URL: 'postgres://localhost:1/nowhere',
    },
  });
  await makeHealthy();
});
afterAll(() => server.close());

/** A school of one day on which everything works. */
async function makeHealthy(): Promise<void> {
  const at = `timestamptz '${NOW.toISOString()}'`;
  const deal = { status_id: 142, price: 5000, updated_at: NOW.getTime() / 1000 - 3600 };
  await server.hook(leadHook('status', { ...deal, id: 1, pipeline_id: EXPRESS }));
  await server.hook(leadHook('status', { ...deal, id: 2, pipeline_id: FLAGMAN, price: 490_000 }));
  await server.hook(leadHook('status', { ...deal, id: 3, pipeline_id: 9430994 }));
  await server.processInbox();
  const lead = (id: number, source: string) => ({ id, source, created_at: NOW.toISOString() });
  await server.app.inject({
    ...{ method: 'POST', url: '/api/landing/leads' },
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: { leads: [lead(1, 'proftest'), lead(2, 'express')] },
  });
  await run(`insert into reconciliations (kind, compared_from, compared_to, state, started_at, seen_at, finished_at, checked,
      missing, remaining, won, unmended, requested_by)
    values ('hourly', ${at} - interval '2 days', ${at}, 'done', ${at}, ${at}, ${at}, 3, '{"total": 0, "deals": []}', 0,
      '${JSON.stringify(WON)}', '[]', 'system')`);
  for (const kind of ['amocrm.sync', 'tripwire.sync', 'landing.leads']) await ran(kind, 'ok');
  await ran('spend.sync-hourly', 'ok', { token: { valid: true, expires_at: '2027-11-20T09:00:00Z' } });
  await run(`update ad_accounts set synced_at = ${at}`);
  await run(`insert into exchange_rates (currency, quote, rate_date, published_on, rate, source, fetched_at)
    values ('USD', 'KZT', '2026-11-20', '2026-11-20', 500, 'nbk', ${at})`);
  await run(`delete from notifications`);
  await run(`insert into notifications (dedupe_key, kind, chat_id, payload, state, answer, due_at, sent_at)
    values ('test:1', 'test', '-1', '{}', 'sent', 'ok', ${at}, ${at})`);
}

const ran = (kind: string, status: string, details: object = {}) =>
  run(`insert into sync_runs (kind, started_at, finished_at, status, details)
    values ('${kind}', '${NOW.toISOString()}', '${NOW.toISOString()}', '${status}', '${JSON.stringify(details)}')`);

const checks = () => {
  const { db, clock } = server.context;
  return runChecks({
    ...server.context,
    academy: () => loadAcademy(db),
    sources: () => sourceStates({ db, clock, configured: { amocrm: true, meta: true, rates: true } }),
  });
};

const lastComparison = (set: string) => run(`update reconciliations set ${set}`);
const lastRun = (kind: string) =>
  run(`delete from sync_runs where kind = '${kind}' and id in (
  select max(id) from sync_runs where kind = '${kind}')`);

type Case = {
  breaks: string;
  check: string;
  status: DiagnosticCheck['status'];
  says: RegExp;
  breakIt: () => Promise<unknown>;
  mendIt: () => Promise<unknown>;
};
const one = (
  check: string,
  breaks: string,
  [status, says]: [DiagnosticCheck['status'], RegExp],
  breakIt: () => Promise<unknown>,
  mendIt: () => Promise<unknown>,
): Case => ({ check, breaks, status, says, breakIt, mendIt });

const mendWon = () => lastComparison(`won = '${JSON.stringify(WON)}'`);

const CASES: Case[] = [
  one(
    'Express Course Webhook',
    'the CRM counts one sale more in its pipeline',
    ['error', /В AmoCRM продаж: 2, у нас: 1/],
    () => lastComparison(`won = '${JSON.stringify({ ...WON, [EXPRESS]: 2 })}'`),
    mendWon,
  ),
  one(
    'Express Course Webhook',
    'a hook of its pipeline never came and the comparison added the sale',
    ['warning', /Вебхуки не принесли продаж: 1/],
    () => lastComparison(`missing = '{"total": 1, "deals": [{"lead_id": "1", "fields": []}]}'`),
    () => lastComparison(`missing = '{"total": 0, "deals": []}'`),
  ),
  one(
    'Express Course Webhook',
    'its pipeline is not mapped any more',
    ['error', /Ни одна воронка/],
    () => run(`update product_pipelines set product_key = null where pipeline_id = ${EXPRESS}`),
    () => run(`update product_pipelines set product_key = 'express' where pipeline_id = ${EXPRESS}`),
  ),
  one(
    'Flagship Course Webhook',
    'all its sales were read from the CRM, none was told by a hook',
    ['warning', /вебхуки не принесли ни одной/],
    () => run(`update deal_events set delivery_id = null where lead_id = 2`),
    () =>
      run(`update deal_events set delivery_id = (select min(id) from webhook_deliveries) where lead_id = 2`),
  ),
  one(
    'Flagship Course Webhook',
    'one of its deals could not be mended',
    ['error', /расходятся сделки: 1/],
    () => lastComparison(`unmended = '["2"]'`),
    () => lastComparison(`unmended = '[]'`),
  ),
  one(
    'Landing BD Sync',
    'the Landing database cannot be read',
    ['error', /База лендинга не читается/],
    () => ran('landing.leads', 'failed', { error: 'no route to host' }),
    () => lastRun('landing.leads'),
  ),
  one(
    'Tripwire BD Integration',
    'the Tripwire database cannot be read',
    ['error', /column .* does not exist/],
    () => ran('tripwire.sync', 'failed', { error: 'column "phone" does not exist' }),
    () => lastRun('tripwire.sync'),
  ),
  one(
    'ProofTest Integration',
    'its form has sent nobody for three days, others have',
    ['warning', /больше двух суток/],
    () =>
      run(`update landing_leads set created_at = created_at - interval '3 days' where source = 'proftest'`),
    () =>
      run(`update landing_leads set created_at = created_at + interval '3 days' where source = 'proftest'`),
  ),
  one(
    'Express Course Sales',
    'somebody changed an amount past the ledger',
    ['error', /строк: 1/],
    () => run(`update express_course_sales set amount = 1`),
    () => run(`update express_course_sales set amount = 5000`),
  ),
  one(
    'Flagship Course Sales',
    'somebody changed an amount past the ledger',
    ['error', /строк: 1/],
    () => run(`update main_product_sales set amount = 1`),
    () => run(`update main_product_sales set amount = 490000`),
  ),
  one(
    'All Sales Tracking',
    'a deal is lost and its sale stands',
    ['error', /продаж без сделки: 1/],
    () => run(`update deals set status_id = 143 where lead_id = 3`),
    () => run(`update deals set status_id = 142 where lead_id = 3`),
  ),
  one(
    'Facebook spend',
    'one ad account is refused',
    ['error', /нет прав/],
    () =>
      run(`update ad_accounts set failed_since = synced_at, failure = 'Meta: нет прав на кабинет'
        where account_id = 'act_964264512447589'`),
    () => run(`update ad_accounts set failed_since = null, failure = null`),
  ),
  one(
    'exchange rates',
    'the bank has not been read for two days',
    ['warning', /давно не обновлялись/],
    () => run(`update exchange_rates set fetched_at = fetched_at - interval '2 days'`),
    () => run(`update exchange_rates set fetched_at = fetched_at + interval '2 days'`),
  ),
  one(
    'tokens',
    'the token of Meta ends in six days',
    ['error', /осталось дней: 6/],
    () => ran('spend.sync-hourly', 'ok', { token: { valid: true, expires_at: '2026-11-26T12:00:00Z' } }),
    () => lastRun('spend.sync-hourly'),
  ),
  one(
    'Telegram',
    'a chat has thrown the bot out',
    ['error', /бота не пускают: 1/],
    () => run(`update telegram_chats set blocked_at = now()`),
    () => run(`update telegram_chats set blocked_at = null`),
  ),
  one(
    'Telegram',
    'somebody else reads the bot',
    ['warning', /409/],
    () => run(`update telegram_inbox set failure = '409: Conflict'`),
    () => run(`update telegram_inbox set failure = null`),
  ),
  one(
    'outbox',
    'a message waits for an hour',
    ['warning', /дольше 15 минут: 1/],
    () =>
      run(`insert into notifications (dedupe_key, kind, chat_id, payload, due_at, created_at)
        values ('sale:1:-1', 'sale', '-1', '{}', '${NOW.toISOString()}', '2026-11-20 08:00Z')`),
    () => run(`delete from notifications where dedupe_key = 'sale:1:-1'`),
  ),
  one(
    'outbox',
    'nobody knows whether a report arrived',
    ['warning', /дошли ли отчёты: 1/],
    () =>
      run(`insert into notifications (dedupe_key, kind, chat_id, payload, state, due_at)
        values ('report:1', 'report', '-1', '{}', 'in_doubt', '${NOW.toISOString()}')`),
    () => run(`delete from notifications where dedupe_key = 'report:1'`),
  ),
  one(
    'dead letters',
    'a delivery could not be processed',
    ['error', /не обработано: 1/],
    () =>
      run(
        `update webhook_deliveries set state = 'failed' where id = (select min(id) from webhook_deliveries)`,
      ),
    () => run(`update webhook_deliveries set state = 'processed'`),
  ),
  one(
    'reconciliation',
    'a deal of another pipeline could not be mended',
    ['error', /расходятся сделки: 1/],
    () => lastComparison(`remaining = 1, unmended = '["3"]'`),
    () => lastComparison(`remaining = 0, unmended = '[]'`),
  ),
  one(
    'clock/tzdata',
    'the clock of the server is a minute ahead of the database',
    ['error', /расходятся, секунд: (59|60|61)/],
    async () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 }),
    async () => vi.useRealTimers(),
  ),
];

describe('every check of the diagnostics', () => {
  it('is broken by the table below, and all are well before', async () => {
    const healthy = await checks();
    expect(healthy.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect([...new Set(CASES.map(({ check }) => check))]).toEqual(healthy.map(({ name }) => name));
  });

  it.each(CASES)('$check: $breaks; it says so, no other does, and it recovers', async (broken) => {
    const before = await checks();
    await broken.breakIt();
    const found = await checks();
    await broken.mendIt();
    expect(found.filter(({ status }) => status !== 'ok')).toMatchObject([
      {
        ...{ name: broken.check, status: broken.status, message: expect.stringMatching(broken.says) },
        ...{ cause: expect.any(String), action: expect.any(String) },
      },
    ]);
    const healed = await checks();
    expect(healed.map(({ name, status }) => [name, status])).toEqual(
      before.map(({ name, status }) => [name, status]),
    );
  });
});
