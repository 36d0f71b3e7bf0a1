import { AdAccount, Business, User } from 'facebook-nodejs-business-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { startForTest } from '../test/start.ts';
import { allPages, useSdk } from './read-with-sdk.ts';
import type { Truth } from '../world/truth.ts';

let simulator: RunningSimulator;
const RANGE = { since: '2026-11-01', until: '2026-11-19' };

beforeAll(async () => {
  simulator = await startForTest();
  useSdk(simulator.url);
});
afterAll(() => simulator.close());

describe("Meta's own SDK", () => {
  it('finds the same accounts through the user and through the business, page by page', async () => {
    const [business] = await allPages(await new User('me').getBusinesses(['id', 'name']));
    const owner = new Business(String(business?.['id']));
    const owned = await allPages(await owner.getOwnedAdAccounts(['account_id', 'currency'], { limit: 1 }));
    const client = await allPages(await owner.getClientAdAccounts(['account_id', 'currency'], { limit: 1 }));
    const mine = await allPages(await new User('me').getAdAccounts(['account_id', 'currency'], { limit: 3 }));
    expect([...owned, ...client].map((account) => account['id'])).toEqual(
      mine.map((account) => account['id']),
    );
    expect(mine.map((account) => account['currency'])).toEqual(['USD', 'USD', 'USD', 'USD']);
  });

  it.each(['act_964264512447589', 'act_666059476005255'])(
    'pages through all ads of %s and gets the true spend',
    async (id) => {
      const account = new AdAccount(id);
      const params = { level: 'ad', time_increment: 1, time_range: RANGE, limit: 10 };
      const rows = await allPages(
        await account.getInsights(['ad_id', 'ad_name', 'spend', 'actions'], params),
      );
      expect(rows.length).toBeGreaterThan(20);
      expect(new Set(rows.map((row) => `${String(row['ad_id'])} ${String(row['date_start'])}`)).size).toBe(
        rows.length,
      );
      const cents = rows.reduce((sum, row) => sum + Math.round(Number(row['spend']) * 100), 0);
      const [total] = await allPages(
        await account.getInsights(['spend'], { level: 'account', time_range: RANGE }),
      );
      const truth = (await simulator.control('GET', '/truth?start=2026-11-01&end=2026-11-19')) as Truth;
      const true_ = truth.totals.map((row) => row.spend_usd[id]).find((usd) => usd !== undefined);
      expect((cents / 100).toFixed(2)).toBe(true_);
      expect(total?.['spend']).toBe(true_);
    },
  );

  it('gets one lead under four action types, and no actions where there were none', async () => {
    const params = { level: 'ad', time_increment: 1, time_range: RANGE, limit: 500 };
    const rows = await allPages(await new AdAccount('act_666059476005255').getInsights(['actions'], params));
    const actions = rows[0]?.['actions'] as { action_type: string; value: string }[];
    const leads = actions.filter(({ action_type }) => action_type.includes('lead'));
    expect(leads).toHaveLength(4);
    expect(new Set(leads.map(({ value }) => value)).size).toBe(1);
  });

  it('reads an account and its campaigns', async () => {
    const account = await new AdAccount('act_839340528712304').read([
      'name',
      'timezone_name',
      'account_status',
    ]);
    expect(account._data).toMatchObject({ timezone_name: 'Asia/Almaty', account_status: 1 });
    expect(await new AdAccount('act_839340528712304').getCampaigns(['name', 'objective'])).toHaveLength(2);
  });

  it('gets permission, unknown object and unknown field errors with their codes', async () => {
    const account = new AdAccount('act_839340528712304');
    await expect(account.read(['owner'])).rejects.toMatchObject({ response: { code: 200 } });
    await expect(account.read(['colour'])).rejects.toMatchObject({ response: { code: 100 } });
    await expect(new AdAccount('act_1').read(['name'])).rejects.toMatchObject({
      response: { code: 100, error_subcode: 33 },
    });
  });
});
