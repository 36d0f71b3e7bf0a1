import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFacts, type Facts, noFacts } from '../../../testing/report-facts.ts';
import { seeded } from '../../../testing/random-history.ts';
import { createTestServer, type TestServer } from '../../../testing/running-server.ts';
import { checkRollups } from './check-rollups.ts';
import { rebuildRollups, refreshRollups } from './refresh-rollups.ts';

const TABLES = [
  'ad_team_days',
  'campaign_days',
  'campaign_months',
  'funnel_analytics',
  'cohort_analytics',
  'traffic_sales_stats',
  'utm_days',
  'utm_months',
  'team_days',
] as const;

let server: TestServer;
let facts: Facts;
beforeAll(async () => {
  server = await createTestServer();
  facts = noFacts();
});
afterAll(() => server.close());

/** Every roll-up as PostgreSQL writes it, rows in one order. */
async function bytes(): Promise<Record<string, string[]>> {
  const tables = await Promise.all(
    TABLES.map(async (table) => {
      const { rows } = await sql<{
        row: string;
      }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(server.context.db);
      return [table, rows.map(({ row }) => row)] as const;
    }),
  );
  return Object.fromEntries(tables);
}

async function settle(): Promise<void> {
  while (await refreshRollups(server.context.db));
}

const marks = async () => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from rollup_dirty`.execute(
    server.context.db,
  );
  return rows[0]?.n ?? 0;
};

describe('roll-ups', () => {
  it('after 10,000 random changes and refreshes in between, a rebuild changes not one byte', async () => {
    const { db } = server.context;
    const random = seeded(7);
    for (let change = 0; change < 10_000; change += 1) {
      await changeFacts(db, facts, random);
      if (random() < 0.02) await refreshRollups(db);
    }
    await settle();
    const incremental = await bytes();
    expect(Math.min(...Object.values(incremental).map((rows) => rows.length))).toBeGreaterThan(30);
    expect(await checkRollups(db)).toEqual([]);
    await rebuildRollups(db);
    expect(await bytes()).toEqual(incremental);
    expect(await marks()).toBe(0);
  }, 180_000);

  it('writers and two refreshing processes at once leave what a rebuild would', async () => {
    const { db } = server.context;
    let writing = true;
    const refresher = async () => {
      while (writing) await refreshRollups(db);
    };
    const loops = [refresher(), refresher()];
    // Each writer has facts of its own; they meet in days, teams and the lock-free marks.
    const before = facts.sales.size;
    for (let change = 0; change < 400; change += 1) await changeFacts(db, facts, seeded(9_000 + change));
    writing = false;
    await Promise.all(loops);
    await settle();
    expect(facts.sales.size).toBeGreaterThan(before);
    const incremental = await bytes();
    await rebuildRollups(db);
    expect(await bytes()).toEqual(incremental);
  }, 60_000);

  it('a sale committed after its person got a first lead, and the other way round, is in the cohort', async () => {
    const { db } = server.context;
    await sql`insert into people (id) overriding system value values (9001), (9002)`.execute(db);
    const { rows } = await sql<{ id: string }>`
      insert into attributions (basis, reason, rule_version, evidence, rejected, decided_at)
      values ('none', 'no_touch', 1, '{}', '[]', now()) returning id`.execute(db);
    const receipt = rows[0]?.id ?? '';
    const sale = (trx: typeof db, person: number) =>
      sql`
      with deal as (insert into deals (lead_id, updated_at) values (${person}, now()))
      insert into all_sales_tracking (lead_id, product_key, product_name, pipeline_id, status_id, sale_amount, currency, attribution_id,
        person_id, sale_date, sale_date_provisional, sale_day)
      values (${person}, 'express', 'x', 1, 142, 1000, 'KZT', ${receipt}, ${person}, now(), false, '2027-02-01')`.execute(
        trx,
      );
    const lead = (trx: typeof db, person: number) =>
      sql`
      insert into traffic_leads (source, source_id, person_id, created_at, business_day, attribution_id, is_first)
      values ('landing', ${`late${person}`}, ${person}, now(), '2027-01-01', ${receipt}, true)`.execute(trx);
    // Neither transaction sees the other's row.
    for (const [person, first, second] of [
      [9001, sale, lead],
      [9002, lead, sale],
    ] as const)
      await db.transaction().execute(async (outer) => {
        await first(outer, person);
        await db.transaction().execute((inner) => second(inner, person));
        await settle();
      });
    await settle();
    const cohort = await sql<{ sales: number; persons: number }>`
      select sum(sales)::int as sales, sum(persons) filter (where stage = 'lead')::int as persons from funnel_analytics
      where basis = 'cohort' and day = '2027-01-01'`.execute(db);
    expect(cohort.rows).toEqual([{ sales: 2, persons: 2 }]);
  });

  it('the nightly check finds a roll-up written by hand, and the loop repairs it', async () => {
    const { db } = server.context;
    await sql`update funnel_analytics set sales = sales + 1 where day = '2027-01-01' and stage = 'express'`.execute(
      db,
    );
    await sql`delete from team_days where day = '2027-01-01'`.execute(db);
    // The first difference marks the day: what else is wrong with it is repaired with it.
    expect(await checkRollups(db)).toEqual([
      { table: 'funnel_analytics', basis: 'cohort', day: '2027-01-01' },
    ]);
    await settle();
    expect(await checkRollups(db)).toEqual([]);
  });

  it('a change rolled back leaves no mark', async () => {
    const { db } = server.context;
    const before = await marks();
    await db
      .transaction()
      .execute(async (trx) => {
        await changeFacts(trx, noFacts(), () => 0.1);
        throw new Error('undo');
      })
      .catch(() => undefined);
    expect(await marks()).toBe(before);
  });
});
