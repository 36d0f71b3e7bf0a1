import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../../simulator/src/index.ts';
import { createMetaClient, type MetaClient } from '../../integrations/meta/index.ts';
import { META_ACCOUNTS, META_NOW, startMetaSimulator } from '../../testing/meta-simulator.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { backfillSpend } from './backfill-spend.ts';
import { discoverAccounts } from './discover-accounts.ts';
import { syncSpend } from './sync-spend.ts';

let simulator: RunningSimulator;
let server: TestServer;
beforeAll(async () => {
  simulator = await startMetaSimulator(() => META_NOW);
});
afterAll(() => simulator.close());
beforeEach(async () => {
  server = await createTestServer({ now: () => new Date(META_NOW) });
  await server.context.db
    .updateTable('ad_accounts')
    .set({ included: false })
    .where('account_id', 'not in', [META_ACCOUNTS.utc, META_ACCOUNTS.almaty])
    .execute();
});
afterEach(async () => {
  await simulator.control('DELETE', '/faults');
  await server.close();
});

const client = () =>
  createMetaClient({
    ...{ graphUrl: `${simulator.url}/graph`, version: 'v25.0', accessToken: 'sim-meta-token' },
    ...{ backoffMs: 1, restMs: 1 },
  });
const deps = (meta: MetaClient = client()) => ({ ...server.context, meta });

const include = () =>
  server.context.db
    .updateTable('ad_accounts')
    .set({ included: false })
    .where('account_id', 'in', [META_ACCOUNTS.newYork, META_ACCOUNTS.last])
    .execute();
const reach = async () =>
  (
    await sql<{ read_from: string; first: string; days: number }>`
      select a.read_from, min(s.day) as first, count(distinct s.day)::int as days
      from ad_accounts a join traffic_stats s on s.account_id = a.account_id
      where a.account_id = ${META_ACCOUNTS.utc} group by 1`.execute(server.context.db)
  ).rows[0];

it('reads 37 months back, part by part, says how far it is, and has nothing to do afterwards', async () => {
  await discoverAccounts(server.context.db, client());
  await include();
  await syncSpend(deps(), { days: 2 });
  expect((await reach())?.read_from).toBe('2026-05-15');
  const progress: string[] = [];
  const result = await backfillSpend(deps(), 37, async ({ done, total }) => {
    progress.push(`${done}/${total}`);
  });
  // 1127 days are 37 months; 190 of them were there; 937 are eleven parts of 90 days, for each of two accounts.
  expect(result).toEqual({ status: 'ok', parts: { read: 22, missing: 22 }, failed: [], interrupted: false });
  expect([progress[0], progress.at(-1)]).toEqual(['0/22', '21/22']);
  expect(await reach()).toEqual({ read_from: '2023-10-21', first: '2023-10-21', days: 1127 });
  expect((await backfillSpend(deps(), 37)).parts).toEqual({ read: 0, missing: 0 });
});

it('goes on where it was stopped: nothing is read twice, nothing is left out', async () => {
  await discoverAccounts(server.context.db, client());
  await include();
  await syncSpend(deps(), { days: 2 });
  let left = 5;
  const dying: MetaClient = {
    ...client(),
    async *adDays(range) {
      left -= 1;
      if (left < 0) throw new Error('killed');
      yield* client().adDays(range);
    },
  };
  await expect(backfillSpend(deps(dying), 24)).rejects.toThrow('killed');
  const { parts, status } = await backfillSpend(deps(), 24);
  expect([status, parts]).toEqual(['ok', { read: 7, missing: 7 }]);
  expect(await reach()).toMatchObject({ read_from: '2024-11-21', days: 730 });
});

it('ends when its time is over, and goes on the next time', async () => {
  await discoverAccounts(server.context.db, client());
  await include();
  await syncSpend(deps(), { days: 2 });
  let left = 3;
  const first = await backfillSpend(deps(), 12, undefined, () => {
    left -= 1;
    return left < 0;
  });
  expect(first).toMatchObject({ status: 'partial', parts: { read: 3, missing: 4 }, interrupted: true });
  expect(await backfillSpend(deps(), 12)).toMatchObject({ status: 'ok', parts: { read: 1, missing: 1 } });
});

it('an account that fails keeps what it has, and the others are read', async () => {
  await discoverAccounts(server.context.db, client());
  await include();
  await syncSpend(deps(), { days: 2 });
  await simulator.control('POST', '/faults', {
    meta: { code: 200, status: 403, account: META_ACCOUNTS.almaty },
  });
  const { status, failed } = await backfillSpend(deps(), 12);
  expect([status, failed.map(({ accountId }) => accountId)]).toEqual(['partial', [META_ACCOUNTS.almaty]]);
  expect((await reach())?.read_from).toBe('2025-11-21');
});
