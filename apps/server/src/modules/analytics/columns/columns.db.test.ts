import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFacts, type Facts, noFacts } from '../../../testing/report-facts.ts';
import { type Random, seeded } from '../../../testing/random-history.ts';
import { createTestServer, type TestServer } from '../../../testing/running-server.ts';
import { refreshRollups } from '../rollups/refresh-rollups.ts';
import { type ColumnStore, createColumnStore } from './column-store.ts';
import { loadChunks } from './load-chunks.ts';
import { pivot } from './pivot.ts';

const PERIOD = { start: '2026-08-20', end: '2026-11-27' };

let server: TestServer;
let facts: Facts;
let random: Random;
beforeAll(async () => {
  server = await createTestServer();
  facts = noFacts();
  random = seeded(3);
});
afterAll(() => server.close());

async function change(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await changeFacts(server.context.db, facts, random);
}
async function settle(): Promise<void> {
  while (await refreshRollups(server.context.db));
}

/** Every group with its sums, as text: what a store answers. */
async function answer(store: ColumnStore, basis: 'cash' | 'cohort'): Promise<string[]> {
  const { chunks, shelf } = await loadChunks(server.context.db, store, { basis, period: PERIOD });
  const question = {
    by: [0, 2, 3],
    narrowed: [],
    team: null,
    money: 'kzt',
    sort: 'revenue',
    limit: 1000,
  } as const;
  const { rows } = pivot(store.scratch, chunks, shelf.words, question);
  return rows.map(({ values, sums }) => `${values.join('|')} ${sums.join(' ')}`);
}

describe('UTM columns in memory', () => {
  it('a store that is full, one without room and a new one answer the same, however facts and roll-ups move', async () => {
    const kept = createColumnStore();
    const small = createColumnStore(40, 5);
    for (let round = 0; round < 12; round += 1) {
      await change(60);
      if (round % 3 !== 0) await settle();
      if (round % 4 === 0) await change(5);
      const basis = round % 2 === 0 ? 'cash' : 'cohort';
      const fresh = await answer(createColumnStore(), basis);
      expect(fresh.length).toBeGreaterThan(5);
      expect(await answer(kept, basis)).toEqual(fresh);
      expect(await answer(small, basis)).toEqual(fresh);
    }
  }, 60_000);

  it('what PostgreSQL is asked of days that have not changed is their version only', async () => {
    await settle();
    const store = createColumnStore();
    await answer(store, 'cash');
    const { rows } = await sql<{ day: string }>`
      select max(date) as day from traffic_sales_stats where basis = 'cash'`.execute(server.context.db);
    const day = rows[0]?.day ?? '';
    const before = store.shelf().get('cash', day)?.chunk;
    expect(before?.rows).toBeGreaterThan(0);
    await answer(store, 'cash');
    expect(store.shelf().get('cash', day)?.chunk).toBe(before);
  });

  it('a roll-up changed by hand is read again', async () => {
    const store = createColumnStore();
    const before = await answer(store, 'cohort');
    await sql`update traffic_sales_stats set leads = leads + 1 where basis = 'cohort' and product_key is null`.execute(
      server.context.db,
    );
    expect(await answer(store, 'cohort')).not.toEqual(before);
    await sql`truncate traffic_sales_stats`.execute(server.context.db);
    expect(await answer(store, 'cohort')).toEqual([]);
  });

  it('ten readers of a store that knows nothing yet all get the whole answer', async () => {
    const { db } = server.context;
    await sql`insert into rollup_dirty (kind, day) select 'cohort', d::date from generate_series(${PERIOD.start}::date, ${PERIOD.end}::date, '1 day') d`.execute(
      db,
    );
    await settle();
    const store = createColumnStore();
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer(store, 'cohort')));
    const fresh = await answer(createColumnStore(), 'cohort');
    expect(fresh.length).toBeGreaterThan(5);
    expect(answers).toEqual(answers.map(() => fresh));
  });
});
