import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BreakableDatabase, createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { createEmptyDatabase } from '../../testing/test-database.ts';
import { createLanding } from './landing-database.ts';
import { mirrorProjections } from './mirror-projections.ts';

const WON = 142;
const EXPRESS = 10350882;
const FLAGMAN = 10418746;

let server: TestServer;
let far: { url: string; drop: () => Promise<void> };
let landing: BreakableDatabase;
let now = new Date('2026-11-20T09:00:00Z');

beforeEach(async () => {
  far = await createEmptyDatabase();
  landing = await createBreakableDatabase(far.url);
  server = await createTestServer({ now: () => now, env: { LANDING_DATABASE_URL: landing.url } });
});
afterEach(async () => {
  await server.close();
  await landing.close();
  await far.drop();
});

let version = 1_795_000_000;
async function deal(id: number, fields: { pipeline?: number; status?: number; price?: number } = {}) {
  version += 1;
  const { pipeline = EXPRESS, status = WON, price = 5000 } = fields;
  await server.hook(
    leadHook('status', { id, pipeline_id: pipeline, status_id: status, price, updated_at: version }),
  );
}
async function mirror() {
  while (await mirrorProjections(server.context));
}
const queued = async () =>
  Number(
    (await sql<{ n: string }>`select count(*) as n from projection_outbox`.execute(server.context.db)).rows[0]
      ?.n,
  );

type Tables = { express: unknown; main: unknown };
async function tables(db: TestServer['context']['db']): Promise<Tables | undefined> {
  const { rows } = await sql<Tables>`
    select (select coalesce(jsonb_agg(to_jsonb(t) order by deal_id), '[]') from express_course_sales t) as express,
      (select coalesce(jsonb_agg(to_jsonb(t) order by deal_id), '[]') from main_product_sales t) as main`.execute(
    db,
  );
  return rows[0];
}
async function expectEqual() {
  expect(await queued()).toBe(0);
  expect(await tables(landing.db)).toEqual(await tables(server.context.db));
}

describe('a separate Landing database', () => {
  it('gets its tables and everything sold so far, when it is first reached', async () => {
    await deal(1);
    await deal(2, { pipeline: FLAGMAN, price: 490000 });
    await server.processInbox();
    expect(await queued()).toBe(0);
    await mirror();
    await expectEqual();
    expect(await tables(landing.db)).toMatchObject({ express: [{ deal_id: 1 }], main: [{ deal_id: 2 }] });
  });

  it('follows prices, refunds, returns and changes of product, and forgets what is no sale any more', async () => {
    await mirror();
    await deal(1);
    await deal(2);
    await deal(3);
    await server.processInbox();
    await mirror();
    await deal(1, { price: 4000 });
    await deal(2, { status: 143 });
    await deal(3, { pipeline: FLAGMAN, price: 490000 });
    await server.processInbox();
    expect(await queued()).toBeGreaterThan(0);
    await mirror();
    await expectEqual();
    expect(await tables(landing.db)).toMatchObject({
      express: [{ deal_id: 1, amount: 4000 }],
      main: [{ deal_id: 3 }],
    });
    await deal(2);
    await server.processInbox();
    await mirror();
    await expectEqual();
  });

  it('that dies in the middle holds no sale up, and is exact after its return', async () => {
    await mirror();
    for (let id = 1; id <= 40; id += 1) await deal(id);
    await server.processInbox();
    await mirror();
    landing.breakDown();
    for (let id = 1; id <= 60; id += 1) await deal(id, id % 3 === 0 ? { status: 143 } : { price: 5000 + id });
    await server.processInbox();
    const sales = await server.context.db.selectFrom('all_sales_tracking').select('id').execute();
    expect(sales.length).toBeGreaterThanOrEqual(53);
    await expect(mirror()).rejects.toThrow();
    expect(await queued()).toBeGreaterThan(0);
    landing.repair();
    await mirror();
    await expectEqual();
  });

  it('that dies again and again while sales come ends up exact', async () => {
    await mirror();
    for (let round = 0; round < 12; round += 1) {
      for (let id = 1; id <= 15; id += 1)
        await deal(id, {
          status: (id + round) % 4 === 0 ? 143 : WON,
          pipeline: (id + round) % 3 ? EXPRESS : FLAGMAN,
        });
      const copying = mirror().catch(() => undefined);
      const dying = new Promise((resolve) => setTimeout(resolve, round)).then(() => landing.breakDown());
      await Promise.all([server.processInbox(), copying, dying]);
      landing.repair();
    }
    await mirror();
    await expectEqual();
  });

  it('is exact whichever of the two databases dies at whatever moment of a copy', async () => {
    const ours = await createBreakableDatabase(server.databaseUrl);
    const { db } = ours;
    const deps = {
      ...server.context,
      db,
      landing: createLanding({ ...server.context, db, url: landing.url }),
    };
    let failures = 0;
    for (let round = 0; round < 25; round += 1) {
      for (let id = 1; id <= 8; id += 1) await deal(id, { status: (id + round) % 3 === 0 ? 143 : WON });
      await server.processInbox();
      const dying = round % 2 === 0 ? ours : landing;
      const copying = mirrorProjections(deps).catch(() => {
        failures += 1;
      });
      await new Promise((resolve) => setTimeout(resolve, round % 9));
      dying.breakDown();
      await copying;
      dying.repair();
    }
    expect(failures).toBeGreaterThan(0);
    await mirror();
    await expectEqual();
    await deps.landing.close();
    await ours.close();
  });

  it('is written by two processes at once without an older state over a newer one', async () => {
    const { db, log } = server.context;
    const other = { ...server.context, landing: createLanding({ db, url: landing.url, log }) };
    await mirror();
    for (let round = 0; round < 10; round += 1) {
      for (let id = 1; id <= 10; id += 1) await deal(id, { price: 1000 + round * 10 + id });
      await Promise.all([server.processInbox(), mirrorProjections(server.context), mirrorProjections(other)]);
    }
    await mirror();
    await expectEqual();
    await other.landing.close();
  });

  it('keeps its own columns and rows', async () => {
    await sql`
      create table express_course_sales (id serial primary key, deal_id bigint unique, pipeline_id integer,
        status_id integer, amount integer, utm_source text, sale_date timestamp, raw_data json, note text)`.execute(
      landing.db,
    );
    await sql`insert into express_course_sales (deal_id, amount, note) values (1, 1, 'ours'), (777, 7, 'theirs')`.execute(
      landing.db,
    );
    await deal(1);
    await server.processInbox();
    await mirror();
    const { rows } =
      await sql`select deal_id::int, amount, note from express_course_sales order by deal_id`.execute(
        landing.db,
      );
    expect(rows).toEqual([
      { deal_id: 1, amount: 5000, note: 'ours' },
      { deal_id: 777, amount: 7, note: 'theirs' },
    ]);
  });

  it('that refuses one deal gets all the others; the refused one is alarmed of and tried again', async () => {
    await mirror();
    await sql`alter table express_course_sales add constraint small check (amount < 9000)`.execute(
      landing.db,
    );
    await deal(1, { price: 9500 });
    await deal(2);
    await server.processInbox();
    await mirror();
    expect(await tables(landing.db)).toMatchObject({ express: [{ deal_id: 2 }] });
    const alarm = () =>
      server.context.db.selectFrom('alarms').select(['key', 'closed_at', 'details']).executeTakeFirst();
    expect(await alarm()).toMatchObject({
      key: 'landing.refused',
      closed_at: null,
      details: { deal_id: '1' },
    });
    await sql`alter table express_course_sales drop constraint small`.execute(landing.db);
    now = new Date(now.getTime() + 60_000);
    await mirror();
    await expectEqual();
    expect((await alarm())?.closed_at).toEqual(now);
  });
});

describe('the landing tables in our own database', () => {
  it('are not copied onto themselves, however the address is written', async () => {
    const { db, log } = server.context;
    const alias = new URL(server.databaseUrl);
    alias.hostname = 'localhost';
    const own = createLanding({ db, url: alias.toString(), log });
    expect(await own.separate()).toBeNull();
    await deal(1);
    await server.processInbox();
    expect(await queued()).toBe(0);
    await own.close();
  });

  it('queue nothing any more once they are ours again', async () => {
    await mirror();
    await deal(1);
    await server.processInbox();
    expect(await queued()).toBeGreaterThan(0);
    const { db, log } = server.context;
    expect(await createLanding({ db, url: null, log }).separate()).toBeNull();
    await deal(2);
    await server.processInbox();
    expect(await queued()).toBe(0);
  });
});
