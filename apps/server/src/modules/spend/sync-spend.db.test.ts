import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InsightsRange, type MetaClient, MetaError } from '../../integrations/meta/index.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { lockAccounts } from './accounts-repo.ts';
import { syncSpend } from './sync-spend.ts';

/** 02:30 of November 21 in Almaty, still November 20 in New York. */
const NOW = new Date('2026-11-20T21:30:00Z');

let server: TestServer;
/** The accounts of the preset, in the order they are read. */
let accountIds: string[];

beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  await db
    .updateTable('ad_accounts')
    .set({ timezone_name: 'Asia/Almaty', currency: 'USD', synced_at: new Date('2026-11-20T20:00:00Z') })
    .execute();
  const accounts = await db.selectFrom('ad_accounts').select('account_id').orderBy('account_id').execute();
  accountIds = accounts.map((account) => account.account_id);
});
afterEach(async () => {
  await server.close();
});

/** A Meta without delivery that says what it was asked; `refuse` may throw. */
function meta(refuse: (accountId: string) => void = () => {}) {
  const asked: InsightsRange[] = [];
  const client: MetaClient = {
    adAccounts: async () => ({ accounts: [], refused: [] }),
    campaigns: async () => [],
    async *adDays(range) {
      asked.push(range);
      refuse(range.accountId);
      yield [];
    },
    async *accountDays() {
      yield [];
    },
    debugToken: () => Promise.reject(new Error('not asked here')),
  };
  return { client, asked };
}

const sync = (client: MetaClient) => syncSpend({ ...server.context, meta: client }, { days: 2 });
const first = () => accountIds[0] ?? '';

describe('the window of an account', () => {
  it('is of its own days: in New York it is still yesterday', async () => {
    const { db } = server.context;
    await db
      .updateTable('ad_accounts')
      .set({ timezone_name: 'America/New_York' })
      .where('account_id', '=', first())
      .execute();
    const { client, asked } = meta();
    await sync(client);
    expect(asked.slice(0, 2)).toEqual([
      { accountId: accountIds[0], since: '2026-11-19', until: '2026-11-20' },
      { accountId: accountIds[1], since: '2026-11-20', until: '2026-11-21' },
    ]);
  });

  it('reaches back over the days that were missed', async () => {
    await server.context.db
      .updateTable('ad_accounts')
      .set({ synced_at: new Date('2026-11-15T12:00:00Z') })
      .where('account_id', '=', first())
      .execute();
    const { client, asked } = meta();
    await sync(client);
    expect(asked[0]).toEqual({ accountId: first(), since: '2026-10-18', until: '2026-11-21' });
  });
});

describe('a run', () => {
  it('that another process is in the way of is not a success, and asks Meta nothing for that account', async () => {
    const { client, asked } = meta();
    await server.context.db.transaction().execute(async (other) => {
      await lockAccounts(other, [first()]);
      const { status, accounts } = await sync(client);
      expect(status).toBe('partial');
      expect(accounts[0]).toEqual({ accountId: first(), status: 'busy' });
    });
    expect(asked.map(({ accountId }) => accountId)).toEqual(accountIds.slice(1));
  });

  it.each([
    ['a dead token', new MetaError('auth', { status: 400, scope: 'token' })],
    ["the app's limit", new MetaError('throttle', { status: 400, scope: 'app' })],
  ])('stops at %s: one question, and every account says why', async (_, error) => {
    const { client, asked } = meta(() => {
      throw error;
    });
    const { status, accounts } = await sync(client);
    expect(asked).toHaveLength(1);
    expect(status).toBe('failed');
    expect(accounts.map(({ accountId }) => accountId)).toEqual(accountIds);
    const rows = await server.context.db
      .selectFrom('ad_accounts')
      .select(['failed_since', 'failure'])
      .execute();
    expect(new Set(rows.map(({ failure }) => failure))).toEqual(new Set([error.message]));
    expect(rows.every(({ failed_since }) => failed_since?.getTime() === NOW.getTime())).toBe(true);
  });

  it("goes on after one account's limit is used up", async () => {
    const { client, asked } = meta((accountId) => {
      if (accountId === first()) throw new MetaError('throttle', { status: 400 });
    });
    expect((await sync(client)).status).toBe('partial');
    expect(asked).toHaveLength(accountIds.length);
  });

  it('says of an account that Meta never showed that it was not read', async () => {
    const { db } = server.context;
    await db
      .updateTable('ad_accounts')
      .set({ timezone_name: null })
      .where('account_id', '=', first())
      .execute();
    const { accounts } = await sync(meta().client);
    expect(accounts[0]).toMatchObject({ accountId: first(), status: 'failed' });
  });
});
