import type { WhatIfResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../platform/business-day.ts';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T07:00:00Z');
const FIRST = '2026-08-24';
const SPENDS = [100, 140, 120, 160, 110, 150, 130, 100, 140, 120, 160, 130];

let server: TestServer;
let nextId = 0;

/** Twelve weeks: team 1 returns three for each, team 2 five hundredths, team 3 began three weeks ago. */
beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  await db
    .updateTable('ad_accounts')
    .set({ synced_at: new Date('2026-11-20T06:55:00Z') })
    .execute();
  for (const [index, thousands] of SPENDS.entries()) {
    const day = addDays(FIRST, index * 7 + 1);
    await week(1, 'c1', day, thousands * 1000, thousands * 3000);
    await week(2, 'c2', day, thousands * 1000, thousands * 50);
    if (index >= 9) await week(3, 'c3', day, thousands * 1000, 1000);
  }
  await server.processInbox();
});
afterAll(() => server.close());

async function week(
  team: number,
  campaign: string,
  day: string,
  spend: number,
  price: number,
): Promise<void> {
  nextId += 1;
  await sql`
    insert into traffic_stats (account_id, ad_id, day, campaign_id, campaign_name, spend, currency, spend_kzt, team_id, basis, synced_at)
    values ('act_964264512447589', ${`ad${team}`}, ${day}, ${campaign}, ${`Campaign ${team}`}, ${spend}, 'KZT', ${spend}, ${team},
      'ad_account', ${NOW})`.execute(server.context.db);
  const updated_at = Date.parse(`${day}T08:00:00Z`) / 1000;
  const utm = {
    utm_source: ['fb_kenesary', 'fb_arystan', 'fb_muha'][team - 1] ?? '',
    utm_campaign: campaign,
  };
  const deal = { id: nextId, status_id: 142, pipeline_id: 10350882, price, updated_at, utm };
  expect(await server.hook(leadHook('status', deal))).toBe(200);
}

const ask = async (query: string) => {
  const { status, body } = await server.get(`/api/v1/what-if?${query}`);
  return { status, body: body as WhatIfResponse };
};

it('10,000 a week from a return of 0.05 to one of 3 are 29,500 more, with weeks and sales told', async () => {
  const { body } = await ask('from=arystan&to=kenesary&amount=10000');
  expect(body).toMatchObject({
    estimate: true,
    amount: '10000.00',
    from: { weeks: 12, sales: 12, marginal: '0.05', refusal: null },
    to: { weeks: 12, sales: 12, marginal: '3.00', spend_per_week: '137500.00', refusal: null },
    effect: { expected: '29500.00', low: '29500.00', high: '29500.00' },
  });
});

it('is refused with too little history, and beyond what was ever spent', async () => {
  const young = await ask('from=kenesary&to=muha&amount=10000');
  expect(young.body).toMatchObject({ to: { weeks: 3, refusal: 'few_weeks' }, effect: null });
  const huge = await ask('from=arystan&to=kenesary&amount=900000');
  expect(huge.body).toMatchObject({ from: { refusal: 'beyond_history' }, effect: null });
});

it('moves between the campaigns of a team, and not from one to itself or from one that is not there', async () => {
  const moved = await ask('level=campaign&from=c2&to=c1&amount=1000,50');
  expect(moved.body).toMatchObject({
    amount: '1000.50',
    from: { name: 'Campaign 2' },
    to: { marginal: '3.00' },
  });
  expect((await ask('from=muha&to=muha&amount=1')).status).toBe(400);
  expect((await ask('level=campaign&team=kenesary&from=c2&to=c1&amount=1')).status).toBe(404);
  for (const amount of ['-1', '', '1e5', 'x'])
    expect((await ask(`from=a&to=b&amount=${amount}`)).status).toBe(400);
});
