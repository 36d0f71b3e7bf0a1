import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLogger } from '../../platform/log.ts';
import { createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createRefusalCounter, forgetOldRefusals, refusedWebhooks } from './refused-webhooks.ts';

const log = createLogger({ level: 'silent', name: 'test' });
let database: TestDatabase;
let now = new Date('2026-11-21T06:30:00Z');
const clock = { now: () => now };

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.db.deleteFrom('webhook_refusals').execute();
});
afterAll(async () => {
  await database.drop();
});

it('a flood of refused calls is counted whole, by few statements, from several processes', async () => {
  const counters = [1, 2].map(() => createRefusalCounter({ db: database.db, clock, log }));
  for (let call = 0; call < 1000; call += 1) for (const counter of counters) counter.count('/hook');
  counters[0]?.count('/other');
  await Promise.all(counters.map((counter) => counter.flush()));
  expect(await refusedWebhooks(database.db, now)).toEqual([
    { endpoint: '/hook', last_24h: 2000, last_at: now.toISOString() },
    { endpoint: '/other', last_24h: 1, last_at: now.toISOString() },
  ]);
});

it('what was counted while the database was away comes later', async () => {
  const breakable = await createBreakableDatabase(database.url);
  const counter = createRefusalCounter({ db: breakable.db, clock, log });
  breakable.breakDown();
  counter.count('/hook');
  counter.count('/hook');
  await counter.flush();
  breakable.repair();
  counter.count('/hook');
  await counter.flush();
  expect(await refusedWebhooks(database.db, now)).toMatchObject([{ endpoint: '/hook', last_24h: 3 }]);
  await breakable.close();
});

it('only the last day is shown, and a month later it is forgotten', async () => {
  const counter = createRefusalCounter({ db: database.db, clock, log });
  counter.count('/hook');
  await counter.flush();
  const before = now;
  now = new Date(before.getTime() + 25 * 3_600_000);
  expect(await refusedWebhooks(database.db, now)).toEqual([]);
  now = new Date(before.getTime() + 29 * 86_400_000);
  await forgetOldRefusals(database.db, now);
  const rows = () => database.db.selectFrom('webhook_refusals').selectAll().execute();
  expect(await rows()).toHaveLength(1);
  now = new Date(before.getTime() + 31 * 86_400_000);
  await forgetOldRefusals(database.db, now);
  expect(await rows()).toHaveLength(0);
});
