import type { AdsResponse, ChangesResponse, OverviewResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

/** Friday afternoon: the week before today is over, today is not. */
const NOW = new Date('2026-11-20T09:00:00Z');
const KENESARY = { account: 'act_964264512447589', team: 1 };
const ARYSTAN = { account: 'act_666059476005255', team: 2 };

let server: TestServer;
let nextId = 1;

beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  // Two weeks of two teams: the second week Kenesary spends three times as much, and sells half.
  await spend(KENESARY, '2026-11-05', '2026-11-11', 1000);
  await spend(KENESARY, '2026-11-12', '2026-11-19', 3000);
  await spend(ARYSTAN, '2026-11-05', '2026-11-19', 500);
  await sell('fb_kenesary', 'k-1', 40, '2026-11-08T08:00:00Z');
  await sell('fb_kenesary', 'k-1', 15, '2026-11-15T08:00:00Z');
  await sell('fb_arystan', 'a-1', 6, '2026-11-08T08:00:00Z');
  await sell('fb_arystan', 'a-1', 7, '2026-11-15T08:00:00Z');
  // Today, which is not over: nothing of it is compared.
  await sell('fb_arystan', 'a-1', 30, '2026-11-20T05:00:00Z');
  await sell('fb_arystan', 'a-1', 1, '2026-10-20T05:00:00Z');
  await server.processInbox();
  await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
  await sql`insert into sync_runs (kind, status, started_at, finished_at) values ('amocrm.sync', 'ok', ${NOW}, ${NOW})`.execute(
    db,
  );
});
afterAll(() => server.close());

async function spend(
  { account, team }: typeof KENESARY,
  from: string,
  to: string,
  kzt: number,
): Promise<void> {
  const campaign = `${account === KENESARY.account ? 'k' : 'a'}-1`;
  await sql`
    insert into traffic_stats (account_id, ad_id, day, spend, currency, spend_kzt, team_id, basis, synced_at, campaign_id, campaign_name)
    select ${account}, ${`ad ${campaign}`}, day::date, 10, 'USD', ${kzt}, ${team}, 'ad_account', ${NOW}, ${campaign}, ${`Campaign ${campaign}`}
    from generate_series(${from}::date, ${to}::date, interval '1 day') day`.execute(server.context.db);
}

async function sell(utm_source: string, utm_campaign: string, count: number, at: string): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    nextId += 1;
    const fields = { id: nextId, status_id: 142, pipeline_id: 10350882, price: 5000 };
    const updated_at = Date.parse(at) / 1000 + n;
    await server.hook(leadHook('status', { ...fields, updated_at, utm: { utm_source, utm_campaign } }));
  }
}

async function get<T>(url: string): Promise<T> {
  const { status, body } = await server.get(url);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as T;
}
const ask = (query: string) => get<ChangesResponse>(`/api/v1/changes?${query}`);

describe('GET /api/v1/changes', () => {
  it('compares only days that are over: of 7 days with today six, against the same weekdays before', async () => {
    const { days, previous } = await ask('preset=7d');
    expect(days).toEqual({ start: '2026-11-14', end: '2026-11-19' });
    expect(previous).toEqual({ start: '2026-11-07', end: '2026-11-12' });
  });

  it('of a period that is only today nothing is claimed', async () => {
    expect(await ask('preset=today')).toMatchObject({
      days: null,
      previous: null,
      changes: [],
      withheld: [],
    });
  });

  it('says who moved most, and of too few sales only that it says nothing', async () => {
    const { changes, withheld } = await ask('start=2026-11-12&end=2026-11-18');
    const teams = changes.filter(({ campaign }) => campaign === null);
    expect(teams.map(({ metric, team, before, now }) => [metric, team?.slug, before, now])).toEqual([
      ['spend', 'kenesary', '7000.00', '21000.00'],
      ['sales', 'kenesary', '40', '15'],
      ['revenue', 'kenesary', '200000.00', '75000.00'],
      ['roas', 'kenesary', '28.5714', '3.5714'],
    ]);
    expect(changes.filter(({ campaign }) => campaign !== null).map(({ campaign }) => campaign?.id)).toEqual([
      'k-1',
      'k-1',
      'k-1',
      'k-1',
    ]);
    expect(withheld.every(({ reason }) => reason === 'few')).toBe(true);
  });

  it('every figure equals the reports of exactly those days, in both periods', async () => {
    for (const currency of ['KZT', 'USD']) {
      const { changes, days, previous } = await ask(`start=2026-11-12&end=2026-11-18&currency=${currency}`);
      for (const [of, range] of [
        ['now', days],
        ['before', previous],
      ] as const) {
        const query = `start=${range?.start}&end=${range?.end}&currency=${currency}`;
        const overview = await get<OverviewResponse>(`/api/v1/overview?${query}`);
        const ads = await get<AdsResponse>(`/api/v1/ads?${query}`);
        for (const change of changes) {
          const figures = change.campaign
            ? ads.rows.find(({ id }) => id === change.campaign?.id)?.figures
            : overview.teams.find(({ team }) => team?.slug === change.team?.slug)?.metrics;
          expect(Number(change[of])).toBe(Number(figures?.[change.metric]));
        }
      }
    }
  });

  it('narrows to one team, and to days that data do not reach claims nothing', async () => {
    const { changes } = await ask('start=2026-11-12&end=2026-11-18&team=arystan');
    expect(changes.filter(({ team }) => team?.slug !== 'arystan')).toEqual([]);
    const early = await ask('start=2026-11-05&end=2026-11-11');
    expect(early.changes.filter(({ metric }) => metric === 'spend')).toEqual([]);
    expect(early.withheld.find(({ metric }) => metric === 'spend')?.reason).toBe('short_history');
  });

  it('a failing account withholds the spend of its team, and not the sales', async () => {
    const { db } = server.context;
    await sql`update ad_accounts set synced_at = '2026-11-15T00:00:00Z', failed_since = ${NOW}, failure = 'token'
      where account_id = ${KENESARY.account}`.execute(db);
    const { changes, withheld } = await ask('start=2026-11-12&end=2026-11-18');
    expect(changes.map(({ metric }) => metric)).not.toContain('spend');
    expect(changes.map(({ metric }) => metric)).toContain('sales');
    expect(withheld).toContainEqual({ metric: 'spend', reason: 'incomplete', rows: 2 });
    await sql`update ad_accounts set synced_at = ${NOW}, failed_since = null, failure = null`.execute(db);
  });
});
