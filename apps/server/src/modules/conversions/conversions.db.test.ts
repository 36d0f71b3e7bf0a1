import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../../simulator/src/index.ts';
import { createEventSender } from '../../integrations/meta/index.ts';
import { freePort } from '../../testing/processes.ts';
import { putSales } from '../../testing/conversion-sales.ts';
import { META_NOW, metaEnvironment, startMetaSimulator } from '../../testing/meta-simulator.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { CLAIM_LEASE_MS } from './give-up-claims.ts';
import { type ConversionDeps, sendConversions } from './send-conversions.ts';

const DATASET = '1122334455667788';
const TOKEN = 'sim-meta-token';
const DAY_MS = 86_400_000;
const WANTED = {
  ...{ mode: 'live', dataset_id: DATASET, test_event_code: null, since: new Date(META_NOW - 20 * DAY_MS) },
  ...{ consent_unknown: 'withhold', consent_field_id: null, consent_yes: [], lead_id_field_id: null },
  ...{ purchases: true, stages: [] as object[] },
};

let simulator: RunningSimulator;
let server: TestServer;
let nowMs = META_NOW;

beforeAll(async () => {
  simulator = await startMetaSimulator(() => nowMs);
  server = await createTestServer({ env: metaEnvironment(simulator), now: () => new Date(nowMs) });
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});
afterEach(async () => {
  nowMs = META_NOW;
  await simulator.control('DELETE', '/faults');
  await simulator.control('DELETE', '/meta/events');
  const { db } = server.context;
  await sql`truncate conversion_events, all_sales_tracking, deals, traffic_leads, landing_leads, touches, person_keys, people,
    deal_events cascade`.execute(db);
  await sql`update conversion_gate set paused_until = null, reason = null, collected_to = 0, sales_collected_to = 0`.execute(
    db,
  );
  await sql`update alarms set closed_at = now() where closed_at is null`.execute(db);
});

const api = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => {
  const answer = await server.app.inject({
    ...{ method, url: `/api/v1/conversions${path}` },
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json(), text: answer.body };
};
const configure = (change: object = {}) => api('PUT', '/settings', { ...WANTED, token: TOKEN, ...change });

const deps = (change: Partial<ConversionDeps> = {}): ConversionDeps => ({
  ...server.context,
  sender: createEventSender({ ...server.context.config.conversions, timeoutMs: 2_000 }),
  encryptionKey: server.context.config.encryptionKey,
  ...change,
});
/** Turns until nothing is due, as the loop makes them. */
async function sendAll(change: Partial<ConversionDeps> = {}): Promise<void> {
  while (await sendConversions(deps(change)));
}
type Taken = { test: string | null; event: Record<string, unknown> & { event_id: string } };
async function taken(): Promise<(Taken & { testCode: string | null })[]> {
  const answer = (await simulator.control('GET', '/meta/events')) as {
    events: (Taken & { testCode: string | null })[];
  };
  return answer.events;
}
const countsOf = async () => (await api('GET', '')).body.counts;
const reasons = async () => {
  const { rows } = await sql<{ reason: string | null; state: string; n: number }>`
    select state, reason, count(*)::int as n from conversion_events group by 1, 2 order by 1, 2`.execute(
    server.context.db,
  );
  return rows.map(({ state, reason, n }) => `${n} ${state}${reason === null ? '' : ` ${reason}`}`);
};
const recently = new Date(META_NOW - 3_600_000);

describe('telling Meta', () => {
  it('is off until it is switched on, keeps its token sealed, and never shows it', async () => {
    await putSales(server.context.db, { from: 1, to: 2 }, recently);
    await sendAll();
    expect(await reasons()).toEqual([]);
    const refused = await api('PUT', '/settings', { ...WANTED, dataset_id: null });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'dataset_id' }, { field: 'token' }] } },
    });
    const saved = await configure();
    expect(saved).toMatchObject({ status: 200, body: { settings: { token_set: true, mode: 'live' } } });
    expect(saved.text).not.toContain(TOKEN);
    const { rows } = await sql<{
      text: string;
    }>`select value::text as text from settings where key = 'conversions'`.execute(server.context.db);
    expect(rows[0]?.text).not.toContain(TOKEN);
  });

  it('sends a sale once, with its value and who it was, however often it looks', async () => {
    await configure();
    await putSales(server.context.db, { from: 7, to: 7 }, recently);
    await sql`insert into touches (person_id, origin, at, fbclid) values
      (1000007, 'a', ${new Date(META_NOW - 3 * DAY_MS)}, 'IwAR2_aBcDeF-gH'), (1000007, 'b', ${new Date(META_NOW - DAY_MS)}, 'IwAR2_aBcDeF-gH'),
      (1000007, 'c', ${new Date(META_NOW)}, 'laterThanTheSale')`.execute(server.context.db);
    await sendAll();
    await sendAll();
    const events = await taken();
    expect(events).toHaveLength(1);
    expect(events[0]?.event).toMatchObject({
      event_name: 'Purchase',
      event_id: 'purchase:7',
      action_source: 'system_generated',
      user_data: {
        fbc: `fb.1.${META_NOW - 3 * DAY_MS}.IwAR2_aBcDeF-gH`,
        ph: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      },
      custom_data: { event_source: 'crm', lead_event_source: 'AmoCRM', value: 490000, currency: 'KZT' },
    });
    expect((await api('GET', '')).body.events[0]).toMatchObject({
      ...{ state: 'sent', lead_id: '7', value: '490000.00', currency: 'KZT', test: false },
      matched_by: ['ph', 'fbc'],
    });
  });

  it('sends a sale of the second in which it was switched on, which the CRM tells without its fraction, and none before', async () => {
    const second = Math.floor(recently.getTime() / 1000) * 1000;
    await configure({ since: new Date(second + 897) });
    await putSales(server.context.db, { from: 7, to: 7 }, new Date(second));
    await putSales(server.context.db, { from: 8, to: 8 }, new Date(second - 1000));
    await sendAll();
    expect((await taken()).map(({ event }) => event.event_id)).toEqual(['purchase:7']);
  });

  it('sends a stage when a deal enters it, at the time of the move, and no time that nobody said', async () => {
    await configure({
      consent_unknown: 'send',
      purchases: false,
      stages: [{ pipeline_id: '10418746', status_id: '555', event_name: 'Qualified' }],
    });
    const at = Math.floor(META_NOW / 1000) - 600;
    const lead = { pipeline_id: 10418746, status_id: 555, price: 0, updated_at: at };
    await server.hook(leadHook('status', { ...lead, id: 41, old_status_id: 554 }));
    await server.hook(leadHook('update', { ...lead, id: 42 }));
    await server.processInbox();
    await sql`insert into people (id) overriding system value values (9)`.execute(server.context.db);
    await sql`insert into person_keys (kind, value, person_id) values ('email', 'a@b.kz', 9)`.execute(
      server.context.db,
    );
    await sql`update deals set person_id = 9`.execute(server.context.db);
    await sendAll();
    const events = await taken();
    expect(events.map(({ event }) => [event.event_id, event.event_name, event.event_time])).toEqual([
      ['stage:41:10418746:555', 'Qualified', at],
    ]);
  });

  it('refuses here what is eight days old, and lists why', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 1 }, new Date(META_NOW - 8 * DAY_MS));
    await sendAll();
    expect(await taken()).toEqual([]);
    expect(await reasons()).toEqual(['1 refused too_old']);
    const { 'POST /graph/:version/:node/events': asked } = (await simulator.control(
      'GET',
      '/calls',
    )) as Record<string, number>;
    const before = asked ?? 0;
    await sendAll();
    expect(
      ((await simulator.control('GET', '/calls')) as Record<string, number>)[
        'POST /graph/:version/:node/events'
      ] ?? 0,
    ).toBe(before);
  });

  it('waits for a consent and a sum, sends when they come, and says what it waited for when it is too late', async () => {
    await configure();
    const { db } = server.context;
    await putSales(db, { from: 1, to: 3 }, recently, { consent: null });
    await putSales(db, { from: 4, to: 4 }, recently, { amount: null });
    await putSales(db, { from: 5, to: 5 }, recently, { consent: false });
    await sendAll();
    expect(await reasons()).toEqual([
      '3 pending consent_unknown',
      '1 pending value_unknown',
      '1 refused consent_denied',
    ]);
    await sql`update landing_leads set marketing_consent = true where id = 'c1'`.execute(db);
    await sql`update all_sales_tracking set sale_amount = 5000, amount_flag = null where lead_id = 4`.execute(
      db,
    );
    nowMs += 11 * 60_000;
    await sendAll();
    expect(await reasons()).toEqual(['2 pending consent_unknown', '1 refused consent_denied', '2 sent']);
    nowMs += 8 * DAY_MS;
    await sendAll();
    expect(await reasons()).toEqual(['1 refused consent_denied', '2 refused too_old', '2 sent']);
    const { rows } = await sql<{ details: object }>`
      select details from conversion_events where reason = 'too_old'`.execute(db);
    expect(rows[0]?.details).toEqual({ waited_for: 'consent_unknown' });
  });

  it('delivers 999 of a thousand when one is bad, in a few requests', async () => {
    await configure();
    const { db } = server.context;
    await putSales(db, { from: 1, to: 1000 }, recently);
    // Meta demands an ISO currency; the ledger takes whatever the product says.
    await sql`update all_sales_tracking set currency = 'TENGE' where lead_id = 617`.execute(db);
    const asked = async () =>
      ((await simulator.control('GET', '/calls')) as Record<string, number>)[
        'POST /graph/:version/:node/events'
      ] ?? 0;
    const before = await asked();
    await sendAll();
    expect(await reasons()).toEqual(['1 refused rejected_by_meta', '999 sent']);
    const events = await taken();
    expect(events).toHaveLength(999);
    expect(new Set(events.map(({ event }) => event.event_id)).size).toBe(999);
    expect((await asked()) - before).toBeLessThanOrEqual(1 + 2 * 10);
    const bad = (await api('GET', '?state=refused')).body.events[0];
    expect(bad).toMatchObject({ lead_id: '617', details: { meta: { code: 100, subcode: 2_804_009 } } });
  });

  it('sends each event once when four processes send at the same time', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 200 }, recently);
    await Promise.all([1, 2, 3, 4].map(() => sendAll({ batchSize: 10 })));
    const ids = (await taken()).map(({ event }) => event.event_id);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
  });

  it('marks test events by their code and does not send them again in earnest', async () => {
    await configure({ mode: 'test', test_event_code: 'TEST42' });
    await putSales(server.context.db, { from: 1, to: 1 }, recently);
    await sendAll();
    expect((await taken()).map(({ testCode }) => testCode)).toEqual(['TEST42']);
    await configure();
    await sendAll();
    expect(await taken()).toHaveLength(1);
    expect((await api('GET', '')).body.events[0]).toMatchObject({ test: true });
  });
});

describe('an answer that did not come', () => {
  it('leaves its events in doubt; nothing sends them again but a person', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 3 }, recently);
    await simulator.control('POST', '/faults', { meta: { loseAnswer: true, times: 1 } });
    await sendAll();
    nowMs += DAY_MS;
    await sendAll();
    expect(await reasons()).toEqual(['3 in_doubt no_answer']);
    expect(await taken()).toHaveLength(3);
    const { events } = (await api('GET', '?state=in_doubt')).body as { events: { id: string }[] };
    const [first, second, third] = events.map(({ id }) => id);
    expect((await api('POST', '/decide', { ids: [first, second], decision: 'sent' })).body.decided).toBe(2);
    expect((await api('POST', '/decide', { ids: [third], decision: 'send_again' })).body.decided).toBe(1);
    // A second word on the same events changes nothing.
    expect((await api('POST', '/decide', { ids: [first], decision: 'send_again' })).body.decided).toBe(0);
    await sendAll();
    expect(await reasons()).toEqual(['2 sent decided_sent', '1 sent']);
    expect(await taken()).toHaveLength(4);
  });

  it('is the same for a server error and for a page of HTML', async () => {
    await configure();
    for (const [index, fault] of [
      { status: 500, code: 2 },
      { status: 503, html: true },
    ].entries()) {
      await putSales(server.context.db, { from: index + 1, to: index + 1 }, recently);
      await simulator.control('POST', '/faults', { meta: { ...fault, times: 1 } });
      await sendAll();
    }
    expect(await reasons()).toEqual(['2 in_doubt no_answer']);
  });

  it('for a process that died after its claim comes with the end of the claim', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 1 }, recently);
    const dead = deps({ sender: { version: 'v25.0', send: () => Promise.reject(new Error('killed')) } });
    await expect(sendConversions(dead)).rejects.toThrow('killed');
    await sendAll();
    expect(await countsOf()).toMatchObject({ claimed: 1 });
    nowMs += CLAIM_LEASE_MS + 1;
    await sendAll();
    expect(await reasons()).toEqual(['1 in_doubt process_died']);
    expect(await taken()).toEqual([]);
  });
});

describe('a refusal of Meta', () => {
  it('of the token stops everything with one alarm until the settings are saved anew', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 2 }, recently);
    await simulator.control('POST', '/faults', { meta: { expiredToken: true } });
    await sendAll();
    await simulator.control('DELETE', '/faults');
    nowMs += DAY_MS;
    await sendAll();
    expect(await reasons()).toEqual(['2 pending stopped']);
    expect((await api('GET', '/settings')).body.stopped).toEqual({ reason: 'stopped', until: null });
    const { rows } =
      await sql`select from alarms where key = 'conversions.stopped' and closed_at is null`.execute(
        server.context.db,
      );
    expect(rows).toHaveLength(1);
    await configure();
    await sendAll();
    expect(await reasons()).toEqual(['2 sent']);
  });

  it('for a limit pauses all of it for a while', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 2 }, recently);
    await simulator.control('POST', '/faults', { meta: { code: 17, times: 1 } });
    await sendAll();
    expect(await reasons()).toEqual(['2 pending limit']);
    nowMs += 11 * 60_000;
    await sendAll();
    expect(await reasons()).toEqual(['2 sent']);
  });

  it('that never reached it is no doubt: it is sent later', async () => {
    await configure();
    await putSales(server.context.db, { from: 1, to: 2 }, recently);
    await sendAll({
      sender: createEventSender({ graphUrl: `http://127.0.0.1:${await freePort()}`, version: 'v25.0' }),
    });
    expect(await reasons()).toEqual(['2 pending not_reached']);
    nowMs += 61_000;
    await sendAll();
    expect(await reasons()).toEqual(['2 sent']);
  });
});
