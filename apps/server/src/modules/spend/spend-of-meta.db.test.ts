import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../../simulator/src/index.ts';
import { readAdDaysWithSdk, useSdk } from '../../../../simulator/src/third-party/read-with-sdk.ts';
import { createMetaClient } from '../../integrations/meta/index.ts';
import { META_ACCOUNTS, META_NOW, startMetaSimulator } from '../../testing/meta-simulator.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { checkToken } from './check-token.ts';
import { discoverAccounts } from './discover-accounts.ts';
import { spendFreshness } from './freshness.ts';
import { readControlTotals } from './read-control-totals.ts';
import { spendControl } from './spend-control.ts';
import { syncSpend } from './sync-spend.ts';

const NOW = META_NOW;
const DAY_MS = 86_400_000;
const { newYork: NEW_YORK, almaty: ALMATY, utc: UTC, last: LAST } = META_ACCOUNTS;
const ACCOUNTS = [NEW_YORK, ALMATY, UTC, LAST].toSorted();

let at = NOW;
let simulator: RunningSimulator;
let server: TestServer;

beforeAll(async () => {
  simulator = await startMetaSimulator(() => at);
});
afterAll(() => simulator.close());
beforeEach(async () => {
  at = NOW;
  server = await createTestServer({ now: () => new Date(at) });
});
afterEach(async () => {
  await simulator.control('DELETE', '/faults');
  await server.close();
});

const fault = (meta: object | null) => simulator.control('POST', '/faults', { meta });

function deps() {
  const meta = createMetaClient({
    ...{ graphUrl: `${simulator.url}/graph`, version: 'v25.0', accessToken: 'sim-meta-token' },
    ...{ backoffMs: 1, restMs: 1 },
  });
  return { ...server.context, meta };
}

async function sync(days = 28) {
  const known = deps();
  await discoverAccounts(known.db, known.meta).catch(() => undefined);
  return syncSpend(known, { days });
}

const spendOf = async (accountId: string) =>
  (
    await sql<{ day: string; spend: string }>`
      select day, sum(spend)::numeric(20, 2)::text as spend from traffic_stats
      where account_id = ${accountId} group by 1 order by 1`.execute(server.context.db)
  ).rows;
const wholeTable = async () =>
  (await sql`select * from traffic_stats order by account_id, ad_id, day`.execute(server.context.db)).rows;
const accountStates = async () =>
  (
    await sql<{ account_id: string; synced_at: Date | null; failure: string | null }>`
      select account_id, synced_at, failure from ad_accounts order by account_id`.execute(server.context.db)
  ).rows;
const openAlarms = async () =>
  (
    await sql<{ key: string; raised: number }>`
      select key, raised from alarms where closed_at is null order by key`.execute(server.context.db)
  ).rows;

/** The sum of an account's ads, asked of Meta itself for the whole range at once. */
async function reported(accountId: string, since: string, until: string): Promise<string | undefined> {
  const query = new URLSearchParams({ level: 'campaign', fields: 'spend', limit: '500' });
  query.set('time_range', JSON.stringify({ since, until }));
  const response = await fetch(`${simulator.url}/graph/v25.0/${accountId}/insights?${query.toString()}`, {
    headers: { authorization: 'Bearer sim-meta-token' },
  });
  const { data } = (await response.json()) as { data: { spend: string }[] };
  return (data.reduce((sum, row) => sum + Math.round(Number(row.spend) * 100), 0) / 100).toFixed(2);
}

const total = (days: { spend: string }[]) =>
  (days.reduce((sum, { spend }) => sum + Math.round(Number(spend) * 100), 0) / 100).toFixed(2);

describe('spend read from Meta', () => {
  it('of many short pages is all counted, and every ad of a campaign has its own row of a day', async () => {
    await fault({ pageRows: 20 });
    await sync();
    const days = await spendOf(UTC);
    expect(total(days)).toBe(await reported(UTC, days[0]?.day ?? '', '2026-11-20'));
    const { rows } = await sql<{ ads: string }>`
      select count(*) as ads from traffic_stats where account_id = ${UTC} and day = '2026-11-20'
      group by campaign_id order by 1 desc limit 1`.execute(server.context.db);
    expect(Number(rows[0]?.ads)).toBeGreaterThan(1);
  });

  it('is the same to the last row when read again', async () => {
    await sync();
    const before = await wholeTable();
    expect(before.length).toBeGreaterThan(500);
    await sync();
    expect(await wholeTable()).toEqual(before);
  });

  it("ends with each account's own today", async () => {
    await sync();
    const lastDays = await Promise.all(
      [NEW_YORK, ALMATY, UTC].map(async (id) => (await spendOf(id)).at(-1)?.day),
    );
    expect(lastDays).toEqual(['2026-11-20', '2026-11-21', '2026-11-20']);
  });

  it('follows what Meta restates for 28 days', async () => {
    await sync();
    const day = '2026-11-20';
    const seen = [];
    for (const age of [0, 7, 27, 40]) {
      at = NOW + age * DAY_MS;
      await sync(29);
      const mine = (await spendOf(UTC)).find((row) => row.day === day)?.spend;
      expect(mine).toBe(await reported(UTC, day, day));
      seen.push(mine);
    }
    expect(new Set(seen.slice(0, 3)).size).toBe(3);
  });

  it("sums to the account's own total of every day, or the difference is said", async () => {
    await sync();
    expect(await readControlTotals(deps(), 28)).toEqual({ read: 4, failed: 0 });
    const differences = await spendControl(server.context.db, { from: '2026-11-01', to: '2026-11-20' });
    expect(new Set(differences.map(({ accountId }) => accountId))).toEqual(new Set([LAST]));
    expect(differences).toHaveLength(20);
    for (const one of differences) {
      const share = (Number(one.unallocated) / Number(one.adsSpend)) * 100;
      expect(share).toBeCloseTo(3, 1);
    }
  });

  it('is compared with no total of before when it was read again', async () => {
    await sync();
    await readControlTotals(deps(), 28);
    at = NOW + DAY_MS;
    await sync(2);
    const differences = await spendControl(server.context.db, { from: '2026-11-01', to: '2026-11-30' });
    expect(differences.filter(({ accountId }) => accountId !== LAST)).toEqual([]);
    expect(differences.at(-1)?.day).toBe('2026-11-19');
  });
});

describe("Meta's own SDK, asked of the same accounts,", () => {
  it('finds the same ads, days and amounts as we have stored, to the row', async () => {
    await sync();
    useSdk(simulator.url);
    for (const accountId of ACCOUNTS) {
      const stored = await sql<{ day: string; adId: string; spend: string }>`
        select day, ad_id as "adId", spend::text from traffic_stats where account_id = ${accountId}
        and day between '2026-09-01' and '2026-11-20'`.execute(server.context.db);
      const read = await readAdDaysWithSdk(accountId, { since: '2026-09-01', until: '2026-11-20' });
      const lines = (rows: typeof read) =>
        rows.map((row) => `${row.day} ${row.adId} ${row.spend}`).toSorted();
      expect(read.length).toBeGreaterThan(100);
      expect(lines(read)).toEqual(lines(stored.rows));
    }
  });
});

const FAULTS: [name: string, fault: object, kind: 'fails' | 'recovers at once'][] = [
  ['no rights on the account (200)', { code: 200, status: 403 }, 'fails'],
  ['an object it may not see (100/33)', { code: 100, subcode: 33 }, 'fails'],
  ['a wrong request (100)', { code: 100 }, 'fails'],
  ['days beyond 37 months (3018)', { code: 3018 }, 'fails'],
  ['the limit of the account (17)', { code: 17, subcode: 2446079 }, 'fails'],
  ['the limit of the account (80004)', { code: 80004 }, 'fails'],
  ['an unknown error that stays (2)', { code: 2, status: 503 }, 'fails'],
  ['HTML of something in between', { status: 502, html: true }, 'fails'],
  ['2/1504041, which never passes', { code: 2, subcode: 1504041 }, 'fails'],
  ['an unknown error that passes (1)', { code: 1, status: 500, times: 2 }, 'recovers at once'],
  ['too much for more than 3 days (1, reduce)', { reduceData: { maxDays: 3 } }, 'recovers at once'],
  ['too much even for one day', { reduceData: { maxDays: 0 } }, 'recovers at once'],
];

describe('one account in trouble', () => {
  it.each(FAULTS)('%s: the others finish, cursors hold, and it recovers by itself', async (_, what, kind) => {
    await sync(3);
    const before = await wholeTable();
    at += 3_600_000;
    await fault({ ...what, account: UTC });
    const { accounts } = await syncSpend(deps(), { days: 3 });
    const readAt = (id: string) => (kind === 'fails' && id === UTC ? NOW : at);
    expect(accounts.map(({ accountId, status }) => [accountId, status])).toEqual(
      ACCOUNTS.map((id) => [id, readAt(id) === at ? 'ok' : 'failed']),
    );
    const states = await accountStates();
    expect(states.map((row) => row.synced_at?.getTime())).toEqual(ACCOUNTS.map(readAt));
    const rowsOf = (rows: unknown[]) =>
      rows.filter((row) => (row as { account_id: string }).account_id === UTC);
    expect(rowsOf(await wholeTable())).toHaveLength(rowsOf(before).length);

    await fault(null);
    expect((await syncSpend(deps(), { days: 3 })).status).toBe('ok');
    expect((await accountStates()).map((row) => row.failure)).toEqual([null, null, null, null]);
    expect(await openAlarms()).toEqual([]);
  });

  it('has an alarm of its own only when a person must do something', async () => {
    await fault({ code: 200, status: 403, account: UTC });
    await sync(3);
    await sync(3);
    expect(await openAlarms()).toEqual([{ key: `meta.account.${UTC}`, raised: 2 }]);
    await fault({ code: 17, account: ALMATY });
    await sync(3);
    expect(await openAlarms()).toEqual([]);
  });
});

describe('a dead token', () => {
  it('is one alarm, marks all its accounts, and says incomplete since the last good reading', async () => {
    await sync(3);
    at += 3 * 3_600_000;
    await fault({ expiredToken: true });
    expect((await syncSpend(deps(), { days: 3 })).status).toBe('failed');
    at += 3_600_000;
    await syncSpend(deps(), { days: 3 });
    expect(await openAlarms()).toEqual([{ key: 'meta.token', raised: 2 }]);
    const states = await accountStates();
    expect(states.map((row) => row.failure)).toEqual(
      ACCOUNTS.map(() => 'Meta не принимает токен: выпустите новый и обновите FB_ACCESS_TOKEN'),
    );
    const [meta] = await spendFreshness(server.context.db, new Date(at), { meta: true, rates: true });
    expect(meta).toMatchObject({ status: 'failed', incomplete_since: new Date(NOW).toISOString() });

    await fault(null);
    await syncSpend(deps(), { days: 3 });
    expect(await openAlarms()).toEqual([]);
    const [again] = await spendFreshness(server.context.db, new Date(at), { meta: true, rates: true });
    expect(again).toMatchObject({ status: 'ok', incomplete_since: null });
  });

  it('that is about to die is an alarm before it does, and none once it was renewed', async () => {
    const ends = (days: number) => ({
      ...deps(),
      meta: {
        ...deps().meta,
        debugToken: async () => ({
          ...{ valid: true, type: 'USER', scopes: [], dataAccessExpiresAt: null },
          expiresAt: new Date(at + days * DAY_MS),
        }),
      },
    });
    await checkToken(ends(6));
    expect(await openAlarms()).toEqual([{ key: 'meta.token-expiring', raised: 1 }]);
    await checkToken(ends(60));
    expect(await openAlarms()).toEqual([]);
  });

  it('that dies half-way marks the accounts read before it, too', async () => {
    await sync(3);
    await fault({ expiredToken: true, account: UTC });
    await syncSpend(deps(), { days: 3 });
    expect((await accountStates()).every((row) => row.failure !== null)).toBe(true);
  });
});
