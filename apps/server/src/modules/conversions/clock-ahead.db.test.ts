import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MetaError, type SendOutcome } from '../../integrations/meta/index.ts';
import { createSecretBox } from '../../platform/secret-box.ts';
import { putSales } from '../../testing/conversion-sales.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { decideDoubts } from './decide-doubts.ts';
import { sendConversions } from './send-conversions.ts';
import { CONVERSIONS_PURPOSE } from './settings.ts';

const HOUR_MS = 3_600_000;
const clock = { now: () => new Date(Date.now() + HOUR_MS) };
const ACCEPTED: SendOutcome = { kind: 'accepted', received: 2, trace: 't' };
const LIMIT: SendOutcome = { kind: 'rejected', error: new MetaError('throttle', { status: 400 }) };
const BAD: SendOutcome = { kind: 'rejected', error: new MetaError('permanent', { status: 400 }) };
const NOT_REACHED: SendOutcome = { kind: 'unsent', error: new MetaError('transient', { status: null }) };

let server: TestServer;
let asked = 0;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  const { db, config } = server.context;
  asked = 0;
  await sql`truncate conversion_events, all_sales_tracking, deals, traffic_leads, landing_leads, person_keys, people cascade`.execute(
    db,
  );
  await sql`update conversion_gate set paused_until = null, reason = null, sales_collected_to = 0`.execute(
    db,
  );
  const settings = {
    ...{ mode: 'live', dataset_id: '12345', since: new Date(Date.now() - 24 * HOUR_MS).toISOString() },
    token: createSecretBox(config.encryptionKeys, CONVERSIONS_PURPOSE).seal('token'),
  };
  await sql`insert into settings (key, value, updated_at) values ('conversions', ${JSON.stringify(settings)}::jsonb, now())
    on conflict (key) do update set value = excluded.value`.execute(db);
});

const sell = (change: { consent?: null } = {}) =>
  putSales(server.context.db, { from: 1, to: 2 }, new Date(Date.now() - 2 * HOUR_MS), change);

/** One turn of a process whose clock is an hour ahead, with Meta answering so. */
const turn = (outcome: SendOutcome) =>
  sendConversions({
    ...{ ...server.context, clock, encryptionKey: server.context.config.encryptionKeys },
    sender: {
      version: 'v25.0',
      send: async () => {
        asked += 1;
        return outcome;
      },
    },
  });

/** What waits: how many events, and in how many minutes by the database's clock they are due. */
async function waiting(): Promise<[events: number, minutes: number][]> {
  const { rows } = await sql<{ n: number; m: number }>`
    select count(*)::int as n, round(extract(epoch from due_at - clock_timestamp()) / 60)::int as m
    from conversion_events where state = 'pending' group by 2 order by 2`.execute(server.context.db);
  return rows.map(({ n, m }) => [n, m]);
}

describe('a process whose clock is an hour ahead', () => {
  it('looks for a consent again after ten minutes, and not an hour later', async () => {
    await sell({ consent: null });
    await turn(ACCEPTED);
    expect(await waiting()).toEqual([[2, 10]]);
  });

  it('puts off what did not reach Meta by a minute, and waits for that minute itself', async () => {
    await sell();
    await turn(NOT_REACHED);
    expect(await waiting()).toEqual([[2, 1]]);
    await turn(NOT_REACHED);
    expect(asked).toBe(1);
  });

  it('pauses for a limit of Meta as long as any other would, and pauses itself', async () => {
    await sell();
    await turn(LIMIT);
    expect(await waiting()).toEqual([[2, 10]]);
    const { rows } = await sql<{ m: number }>`
      select round(extract(epoch from paused_until - clock_timestamp()) / 60)::int as m from conversion_gate`.execute(
      server.context.db,
    );
    expect(rows).toEqual([{ m: 10 }]);
    await turn(ACCEPTED);
    expect(asked).toBe(1);
  });

  it('sends the halves of a refused batch at once, and so do the others', async () => {
    await sell();
    await turn(BAD);
    expect(await waiting()).toEqual([[2, 0]]);
  });

  it('keeps what a person wants sent again for nobody in an hour', async () => {
    const { context } = server;
    await sell();
    await turn({ kind: 'unknown', error: new MetaError('transient', { status: null }) });
    const { rows } = await sql<{ id: string }>`select id from conversion_events`.execute(context.db);
    const ids = rows.map(({ id }) => id);
    expect(await decideDoubts({ ...context, clock }, 'user:u', { ids, decision: 'send_again' })).toBe(2);
    expect(await waiting()).toEqual([[2, 0]]);
  });

  it('does not take for dead what another process has just claimed', async () => {
    const { db } = server.context;
    await sell();
    await turn(ACCEPTED);
    await sql`update conversion_events set state = 'claimed', claimed_at = clock_timestamp()`.execute(db);
    await turn(ACCEPTED);
    const { rows } = await sql`select distinct state from conversion_events`.execute(db);
    expect(rows).toEqual([{ state: 'claimed' }]);
  });

  it('leaves a claim behind that the others give up in time', async () => {
    const { db } = server.context;
    await sell();
    const dies = { version: 'v25.0', send: () => Promise.reject(new Error('killed')) };
    const encryptionKey = server.context.config.encryptionKeys;
    await expect(sendConversions({ ...server.context, clock, encryptionKey, sender: dies })).rejects.toThrow(
      'killed',
    );
    const { rows } = await sql<{ inTime: boolean }>`
      select distinct claimed_at <= clock_timestamp() as "inTime" from conversion_events`.execute(db);
    expect(rows).toEqual([{ inTime: true }]);
  });
});
