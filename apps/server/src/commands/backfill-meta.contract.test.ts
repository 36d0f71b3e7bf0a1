import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../simulator/src/index.ts';
import { metaEnvironment, startMetaSimulator } from '../testing/meta-simulator.ts';
import { startProcess, until } from '../testing/processes.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

let simulator: RunningSimulator;
let database: TestDatabase;
beforeAll(async () => {
  // Anchored today: with the usual fixed day the test would lack a day more with every day that passes.
  simulator = await startMetaSimulator(() => Date.now(), new Date());
  database = await createTestDatabase();
});
afterAll(async () => {
  await simulator.close();
  await database.drop();
});

const start = () =>
  startProcess('apps/server/src/commands/backfill-meta.ts', {
    ...{ NODE_ENV: 'test', ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key', LOG_LEVEL: 'silent' },
    ...{ DATABASE_URL: database.url, ...metaEnvironment(simulator) },
  });

type Reach = { account_id: string; read_from: string; first: string; last: string; days: number };
const reaches = async () =>
  (
    await sql<Reach>`
      select a.account_id, a.read_from, min(s.day) as first, max(s.day) as last, count(distinct s.day)::int as days
      from ad_accounts a join traffic_stats s on s.account_id = a.account_id group by 1 order by 1`.execute(
      database.db,
    )
  ).rows;
const runs = async () =>
  (
    await sql<{ status: string; progress: { done: number; total: number } | null; details: object }>`
      select status, progress, details from sync_runs where kind = 'spend.backfill' order by id`.execute(
      database.db,
    )
  ).rows;

it('a backfill of 37 months that is killed goes on where it was, and every day is there once', async () => {
  await simulator.control('POST', '/faults', { meta: { latencyMs: 100 } });
  const killed = start();
  await until('a third of the parts', async () => {
    const [run] = await runs();
    return (run?.progress?.done ?? 0) >= 12 ? true : null;
  });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const between = await reaches();
  await simulator.control('DELETE', '/faults');
  await simulator.control('DELETE', '/calls');
  const [exitCode] = await once(start(), 'exit');
  expect(exitCode).toBe(0);

  const [first, second] = await runs();
  expect(first?.status).toBe('running');
  expect(second).toMatchObject({ status: 'ok' });
  const details = second?.details as { parts: { missing: number } } | undefined;
  const missing = details?.parts.missing ?? Number.NaN;
  expect(missing).toBeLessThan(44 - 11);
  const calls = (await simulator.control('GET', '/calls')) as Record<string, number>;
  expect(calls['GET /graph/:version/:node/insights']).toBeLessThan(missing * 2 + 8);

  const after = await reaches();
  expect(after).toHaveLength(4);
  for (const { first: day, read_from, last, days } of after) {
    expect(day).toBe(read_from);
    expect(days).toBe(Temporal.PlainDate.from(day).until(last, { largestUnit: 'day' }).days + 1);
    expect(days).toBeGreaterThan(1_120);
  }
  expect(between.some(({ read_from }, index) => read_from === after[index]?.read_from)).toBe(true);
});
