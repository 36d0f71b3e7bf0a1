import type { UtmOwnResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createTestServer,
  leadHook,
  letIn,
  type TestServer,
} from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const PERIOD = 'start=2026-11-01&end=2026-11-20';
const PASSWORD = 'a long enough password';
const ORIGIN = { 'sec-fetch-site': 'same-origin', 'user-agent': 'test' };

let server: TestServer;
let cookie = '';

beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  await ad('act_964264512447589', 1, 'k-silent', 'Kenesary silent', 700);
  await ad('act_964264512447589', 1, 'k-sold', 'Kenesary sold', 300);
  await ad('act_666059476005255', 2, 'a-silent', 'Arystan silent', 900);
  await sell(1, 5000, { utm_source: 'fb_kenesary', utm_campaign: 'novyi-zapusk', utm_content: 'k-sold' });
  await sell(2, 0, { utm_source: 'fb_kenesary', utm_campaign: 'novyi-zapusk' });
  await sell(3, 5000, { utm_source: 'fb_kenesary', utm_content: '{{ad.id}}' });
  await sell(7, 5000, { utm_source: 'email', utm_campaign: 'own-letter' });
  await sell(4, 9000, { utm_source: 'fb_arystan', utm_campaign: 'arystan-secret' });
  await sell(5, 7000, { utm_source: 'nobody-knows', utm_campaign: 'nobody-knows' });
  await server.processInbox();
  // Bought after the school's own letter, and credited to the team by an earlier touch.
  await sql`update all_sales_tracking set team_id = 1 where lead_id = 7`.execute(server.context.db);
  await letIn(server.app, {
    ...{ email: 'k@test.example', name: 'К', role: 'targetologist', team: 'kenesary' },
    password: PASSWORD,
  });
  const session = await server.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: ORIGIN,
    payload: { email: 'k@test.example', password: PASSWORD },
  });
  cookie = session.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
});
afterAll(() => server.close());

async function ad(account: string, team: number, id: string, name: string, kzt: number): Promise<void> {
  await sql`
    insert into traffic_stats (account_id, ad_id, ad_name, day, spend, currency, spend_kzt, team_id, basis, synced_at)
    values (${account}, ${id}, ${name}, '2026-11-15', 1, 'USD', ${kzt}, ${team}, 'ad_account', ${NOW})`.execute(
    server.context.db,
  );
}

async function sell(id: number, price: number, utm: Record<string, string>): Promise<void> {
  const updated_at = Date.parse('2026-11-15T10:00:00Z') / 1000 + id;
  await server.hook(
    leadHook('status', { id, status_id: 142, pipeline_id: 10350882, price, updated_at, utm }),
  );
}

async function own(
  query: string,
  headers: Record<string, string> = { authorization: `Bearer ${ADMIN_TOKEN}` },
) {
  return server.app.inject({ url: `/api/v1/utm/own?${PERIOD}${query}`, headers });
}
const valuesOf = (answer: Awaited<ReturnType<typeof own>>) =>
  answer
    .json<UtmOwnResponse>()
    .values.map(({ value, problem, sales, revenue }) => [value, problem, sales, revenue]);

describe('GET /api/v1/utm/own', () => {
  it('names the values of the own sales that no rule takes, with the money on them', async () => {
    const answer = await own('&team=kenesary');
    expect(valuesOf(answer)).toEqual([
      ['novyi-zapusk', 'unknown', 2, '5000.00'],
      ['{{ad.id}}', 'macro', 1, '5000.00'],
    ]);
    const [first] = answer.json<UtmOwnResponse>().values;
    expect(first?.sales_amount_unknown).toBe(1);
  });

  it('names the own ads that spent without a trace, and their sum', async () => {
    const { untagged_spend } = (await own('&team=kenesary')).json<UtmOwnResponse>();
    expect(untagged_spend.total).toEqual({ ads: 1, spend: '700.00', spend_unconverted: 0 });
    expect(untagged_spend.ads.map(({ ad_id }) => ad_id)).toEqual(['k-silent']);
  });

  it('a targetologist gets the own team without asking, and not a word of any other', async () => {
    const answer = await own('', { cookie });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<UtmOwnResponse>().team.slug).toBe('kenesary');
    expect(answer.body).not.toMatch(/arystan|a-silent|nobody-knows/i);
    for (const team of ['arystan', 'unattributed', 'no-such-team'])
      expect((await own(`&team=${team}`, { cookie })).statusCode).toBe(403);
  });

  it('needs a team from those who see all', async () => {
    expect((await own('')).statusCode).toBe(400);
    expect((await own('&team=unattributed')).statusCode).toBe(400);
    expect((await own('&team=no-such-team')).statusCode).toBe(404);
  });

  it('what names an ad of the team and is yet nobody’s is the team’s to look at', async () => {
    const { db } = server.context;
    await sell(6, 4000, { utm_source: 'who', utm_campaign: 'Kenesary sold' });
    await server.processInbox();
    await sql`update all_sales_tracking set team_id = null where lead_id = 6`.execute(db);
    expect(valuesOf(await own('&team=kenesary'))).toContainEqual(['kenesary sold', 'nobody', 1, '4000.00']);
    expect(valuesOf(await own('&team=arystan'))).not.toContainEqual(
      expect.arrayContaining(['kenesary sold']),
    );
  });
});
