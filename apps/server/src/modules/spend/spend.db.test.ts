import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdDay, type MetaClient, MetaError } from '../../integrations/meta/index.ts';
import type { RatesClient } from '../../integrations/rates/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { discoverAccounts } from './discover-accounts.ts';
import { spendFreshness } from './freshness.ts';
import { readControlTotals } from './read-control-totals.ts';
import { spendControl } from './spend-control.ts';
import { syncRates } from './sync-rates.ts';
import { type SpendSync, syncSpend } from './sync-spend.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const [MUHA, ARYSTAN] = ['act_839340528712304', 'act_666059476005255'];
const USD = { currencies: ['USD'], from: '2026-11-10', to: '2026-11-20' };

let server: TestServer;
let db: Db;

beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
  ({ db } = server.context);
});
afterEach(async () => {
  await server.close();
});

function adDay(adId: string, day: string, spend: string, more: Partial<AdDay> = {}): AdDay {
  return {
    day,
    adId,
    adName: `ad ${adId}`,
    adsetId: '20',
    adsetName: 'set',
    campaignId: '30',
    campaignName: 'campaign',
    spend,
    currency: 'USD',
    impressions: '100',
    clicks: '10',
    leads: null,
    purchases: null,
    ...more,
  };
}

type Answer = AdDay[] | MetaError;

/** Meta with these rows for each account; an error instead of rows is thrown. */
function meta(answers: Record<string, Answer>, control: Record<string, string> = {}): MetaClient {
  const rowsOf = (accountId: string): AdDay[] => {
    const answer = answers[accountId] ?? [];
    if (answer instanceof MetaError) throw answer;
    return answer;
  };
  return {
    adAccounts: async () => ({
      refused: [],
      accounts: Object.keys(answers).map((accountId) => ({
        accountId,
        name: accountId,
        currency: 'USD',
        timezoneName: 'Asia/Almaty',
        status: 1,
        businessId: null,
        businessName: null,
        relation: 'owned' as const,
      })),
    }),
    campaigns: async () => [],
    async *adDays({ accountId }) {
      yield rowsOf(accountId);
    },
    async *accountDays({ accountId }) {
      rowsOf(accountId);
      yield Object.entries(control).map(([day, spend]) => ({ day, spend }));
    },
    debugToken: () => Promise.reject(new Error('not asked here')),
  };
}

async function sync(client: MetaClient): Promise<SpendSync> {
  await discoverAccounts(db, client);
  return syncSpend({ ...server.context, meta: client }, { days: 3 });
}

const rows = () =>
  db
    .selectFrom('traffic_stats')
    .select(['account_id', 'ad_id', 'day', 'spend', 'spend_kzt', 'rate', 'rate_date', 'team_id'])
    .orderBy('account_id')
    .orderBy('day')
    .orderBy('ad_id')
    .execute();

/** A bank that published these days only. */
function bank(published: Record<string, string>): RatesClient {
  return {
    ratesOf: async (day) => (published[day] === undefined ? null : new Map([['USD', published[day]]])),
  };
}

describe('spend of an account', () => {
  it('keeps two ads of one campaign on one day as two rows, of the team the account is bound to', async () => {
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '10.50'), adDay('2', '2026-11-19', '4.50')] }));
    expect(await rows()).toEqual([
      expect.objectContaining({ ad_id: '1', spend: '10.50', team_id: 3 }),
      expect.objectContaining({ ad_id: '2', spend: '4.50', team_id: 3 }),
    ]);
  });

  it('does not change when read again, follows what Meta restates, and drops what Meta takes back', async () => {
    const first = [adDay('1', '2026-11-19', '10'), adDay('2', '2026-11-19', '5')];
    await sync(meta({ [MUHA]: first }));
    const before = await rows();
    await sync(meta({ [MUHA]: first }));
    expect(await rows()).toEqual(before);
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '11')] }));
    expect((await rows()).map((row) => [row.ad_id, row.spend])).toEqual([['1', '11']]);
  });

  it('keeps days outside the window as they are', async () => {
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-01', '7'), adDay('1', '2026-11-19', '10')] }));
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '12')] }));
    expect((await rows()).map((row) => [row.day, row.spend])).toEqual([
      ['2026-11-01', '7'],
      ['2026-11-19', '12'],
    ]);
  });

  it('shows what the account spent beyond its ads', async () => {
    const client = meta({ [MUHA]: [adDay('1', '2026-11-19', '10')] }, { '2026-11-19': '12.50' });
    await sync(client);
    await readControlTotals({ ...server.context, meta: client }, 3);
    const [difference] = await spendControl(db, { from: '2026-11-19', to: '2026-11-19' });
    expect(difference).toMatchObject({ accountSpend: '12.50', adsSpend: '10', unallocated: '2.50' });
  });
});

describe('a failing account', () => {
  it('neither stops the others nor moves its own cursor, and says since when', async () => {
    const good = { [ARYSTAN]: [adDay('1', '2026-11-19', '1')] };
    await db
      .updateTable('ad_accounts')
      .set({ included: false })
      .where('account_id', 'not in', [MUHA, ARYSTAN])
      .execute();
    await sync(meta({ ...good, [MUHA]: [] }));
    const cursor = () =>
      db.selectFrom('ad_accounts').select('synced_at').where('account_id', '=', MUHA).executeTakeFirst();
    await db
      .updateTable('ad_accounts')
      .set({ synced_at: new Date('2026-11-19T00:00:00Z') })
      .where('account_id', '=', MUHA)
      .execute();
    const result = await sync(meta({ ...good, [MUHA]: new MetaError('permission', { status: 403 }) }));
    expect(result.status).toBe('partial');
    expect(await cursor()).toEqual({ synced_at: new Date('2026-11-19T00:00:00Z') });
    const [state] = await spendFreshness(db, NOW, { meta: true, rates: true });
    expect(state).toMatchObject({ status: 'failed', incomplete_since: '2026-11-19T00:00:00.000Z' });
  });

  it('recovers by itself at the next reading', async () => {
    await sync(meta({ [MUHA]: new MetaError('transient', { status: 500 }) }));
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '1')] }));
    const { failed_since } = await db
      .selectFrom('ad_accounts')
      .select('failed_since')
      .where('account_id', '=', MUHA)
      .executeTakeFirstOrThrow();
    expect(failed_since).toBeNull();
  });

  it('with a dead token marks every account of it, and keeps the spend that was read before', async () => {
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '1')], [ARYSTAN]: [] }));
    const dead = new MetaError('auth', { status: 400, scope: 'token' });
    const result = await sync(meta({ [ARYSTAN]: dead, [MUHA]: dead }));
    expect(result.status).toBe('failed');
    expect(await rows()).toHaveLength(1);
    const { body } = await server.get('/api/v1/overview?date=2026-11-20');
    const teams = body.teams as { team: { slug: string } | null; incomplete: string[] }[];
    expect(teams.filter((row) => row.incomplete.includes('meta')).map((row) => row.team?.slug)).toEqual(
      expect.arrayContaining(['muha', 'arystan', undefined]),
    );
  });
});

describe('money of a day', () => {
  it('without a rate is unknown, and is converted at the rate of its own day once that is published', async () => {
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '268.93')] }));
    expect(await rows()).toEqual([expect.objectContaining({ spend_kzt: null, rate: null })]);
    const published = bank({ '2026-11-19': '505.16', '2026-11-20': '999' });
    await syncRates({ ...server.context, rates: published }, USD);
    expect(await rows()).toEqual([
      expect.objectContaining({ spend_kzt: '135852.68', rate: '505.16', rate_date: '2026-11-19' }),
    ]);
  });

  it('takes the rate of the last published day, for 7 days and no longer', async () => {
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-18', '1'), adDay('1', '2026-11-19', '1')] }));
    await syncRates({ ...server.context, rates: bank({ '2026-11-11': '500' }) }, USD);
    expect((await rows()).map((row) => [row.day, row.rate, row.rate_date])).toEqual([
      ['2026-11-18', '500', '2026-11-11'],
      ['2026-11-19', null, null],
    ]);
  });

  it('stands at a rate entered by hand', async () => {
    const manual = { currency: 'USD', rate_date: '2026-11-19', published_on: '2026-11-19', fetched_at: NOW };
    await db
      .insertInto('exchange_rates')
      .values({ ...manual, rate: '480', source: 'manual' })
      .execute();
    await sync(meta({ [MUHA]: [adDay('1', '2026-11-19', '10')] }));
    await syncRates({ ...server.context, rates: bank({ '2026-11-19': '505' }) }, USD);
    expect(await rows()).toEqual([expect.objectContaining({ spend_kzt: '4800.00', rate: '480' })]);
  });
});
