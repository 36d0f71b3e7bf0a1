import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { processDeliveries } from '../inbox/index.ts';
import { handleDeliveries } from './handle-deliveries.ts';
import {
  type Happening,
  hookOf,
  pick,
  randomHistory,
  type Random,
  seeded,
} from '../../testing/random-history.ts';

const SCHEDULES = 1_000;
const START = 1_794_000_000;

let server: TestServer;
let now = new Date('2026-11-20T09:00:00Z');

beforeAll(async () => {
  server = await createTestServer({ now: () => now });
});
afterAll(async () => {
  await server.close();
});

type Row = { amount: number | null; soldAt: number; reversedAt: number | null; reason: string | null };
type Story = { row: Row; events: string[] } | null;

/** The ledger written down naively: one event after the other, in the order in which they happened. */
function naiveReplay(history: readonly Happening[]): Story {
  const events: string[] = [];
  const found: { row?: Row } = {};
  for (const { action, statusId, price, version, receivedAt } of history) {
    const byArrival = action === 'delete' || action === 'restore';
    const at = byArrival ? receivedAt.getTime() : version * 1000;
    const amount = price === 0 ? null : price;
    const { row } = found;
    if (statusId === 142 && action !== 'delete') {
      events.push(...(row === undefined ? [`created ${at}`] : whatChanged(row, amount, at)));
      found.row = { soldAt: row?.soldAt ?? at, amount, reversedAt: null, reason: null };
    } else if (row !== undefined && row.reversedAt === null) {
      const reason = action === 'delete' ? 'deleted' : 'left_won_status';
      found.row = { ...row, reversedAt: at, reason };
      events.push(`reversed ${at}`);
    }
  }
  return found.row === undefined ? null : { row: found.row, events };
}

const whatChanged = (row: Row, amount: number | null, at: number): string[] => [
  ...(row.reversedAt === null ? [] : [`restored ${at}`]),
  ...(row.amount === amount ? [] : [`amount_changed ${at}`]),
];

/** What our ledger says of every deal. */
async function ledger(): Promise<Map<string, Story>> {
  const { rows } = await sql<Record<string, unknown> & { lead_id: string }>`
    select s.lead_id, s.sale_amount as amount, s.sale_date, s.reversed_at, s.reversal_reason as reason,
      (select array_agg(e.kind || ' ' || (extract(epoch from e.at) * 1000)::bigint order by e.id) from sale_events e
        where e.sale_id = s.id and e.kind <> 'credited') as events
    from all_sales_tracking s`.execute(server.context.db);
  const time = (value: unknown) => (value instanceof Date ? value.getTime() : null);
  return new Map(
    rows.map((row) => [
      row.lead_id,
      {
        row: {
          amount: row.amount === null ? null : Number(row.amount),
          soldAt: time(row.sale_date) ?? 0,
          reversedAt: time(row.reversed_at),
          reason: row.reason as string | null,
        },
        events: row.events as string[],
      },
    ]),
  );
}

type Delivery = { body: string; receivedAt: Date };

/** Every hook at least once, some twice or thrice, all in any order. */
function schedule(random: Random, leadId: number, history: readonly Happening[]): Delivery[] {
  return history.flatMap((happening) => {
    const copies = pick(random, [1, 1, 1, 1, 2, 3]);
    return Array.from({ length: copies }, () => ({
      body: hookOf(leadId, happening),
      receivedAt: happening.receivedAt,
    }));
  });
}

async function store(deliveries: Delivery[]): Promise<void> {
  await sql`
    insert into webhook_deliveries (endpoint, received_at, next_attempt_at, headers, body, content_hash, request_id)
    select '/test', at, ${now}, '{}', body, '\\x00', gen_random_uuid()
    from unnest(${deliveries.map((one) => one.receivedAt)}::timestamptz[],
      ${deliveries.map((one) => Buffer.from(one.body))}::bytea[]) as d (at, body)`.execute(server.context.db);
}

const shuffle = <T>(random: Random, items: T[]): T[] =>
  items
    .map((item) => ({ item, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);

const pending = async () =>
  Number(
    (
      await sql<{ n: string }>`select count(*) as n from webhook_deliveries where state = 'pending'`.execute(
        server.context.db,
      )
    ).rows[0]?.n,
  );

/** A worker that crashes now and then after writing everything and before the commit. */
async function work(random: Random, crashes: { count: number }): Promise<void> {
  for (let idle = 0; idle < 3; ) {
    try {
      const more = await processDeliveries({
        ...server.context,
        handle: async (trx, deliveries) => {
          const outcomes = await handleDeliveries(trx, await server.context.ledger(), null, deliveries);
          if (random() < 0.15) {
            crashes.count += 1;
            throw new Error('crash before the commit');
          }
          return outcomes;
        },
      });
      idle = more ? 0 : idle + 1;
    } catch {
      crashes.count += 1;
    }
    if (idle > 0) await sleep(20);
    if (idle > 0 && (await pending()) > 0) idle = 0;
    // What failed waits for its next attempt: let the time pass.
    now = new Date(now.getTime() + 60_000);
  }
}

async function killConnections(stop: AbortSignal, crashes: { count: number }): Promise<void> {
  while (!stop.aborted) {
    await sleep(500);
    const { rows } = await sql<{ killed: boolean }>`
      select pg_terminate_backend(pid) as killed from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
      .execute(server.context.db)
      .catch(() => ({ rows: [] as { killed: boolean }[] }));
    crashes.count += rows.length;
  }
}

it(`equals the naive replay of the same events in order: ${SCHEDULES} random schedules with repeats, any order, crashes, two workers`, async () => {
  const random = seeded(20_261_121);
  const histories = new Map(
    Array.from({ length: SCHEDULES }, (_, index) => [
      String(1_000_000 + index),
      randomHistory(random, START + index * 7),
    ]),
  );
  const deliveries = [...histories].flatMap(([leadId, history]) => schedule(random, Number(leadId), history));
  await store(shuffle(random, deliveries));

  const crashes = { count: 0 };
  const done = new AbortController();
  const killer = killConnections(done.signal, crashes);
  await Promise.all([work(seeded(1), crashes), work(seeded(2), crashes)]);
  done.abort();
  await killer;

  expect(crashes.count).toBeGreaterThan(10);
  expect(await pending()).toBe(0);
  const expected = new Map<string, Story>();
  for (const [leadId, history] of histories) {
    const story = naiveReplay(history);
    if (story !== null) expected.set(leadId, story);
  }
  expect(expected.size).toBeGreaterThan(SCHEDULES / 2);
  expect(await ledger()).toEqual(expected);
});
