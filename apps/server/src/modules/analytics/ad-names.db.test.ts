import type { AdsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const PERIOD = 'start=2026-11-14&end=2026-11-20';
const ACCOUNT = 'act_964264512447589';

let server: TestServer;

/** `twin-1` and `twin-2` are campaigns of one name; in `solo` two ad sets have an ad of one name, and one stopped long ago. */
beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  await ad({ campaign: ['twin-1', 'Twins'], adset: ['t-a', 'Broad'], ad: ['t-1', 'Only in the first'] });
  await ad({ campaign: ['twin-2', 'Twins'], adset: ['t-b', 'Broad'], ad: ['t-2', 'Same'] });
  await ad({ campaign: ['twin-2', 'Twins'], adset: ['t-b', 'Broad'], ad: ['t-3', 'Silent'] });
  await ad({ campaign: ['solo', 'Solo'], adset: ['s-a', 'Women'], ad: ['s-1', 'Ad 1'] });
  await ad({ campaign: ['solo', 'Solo'], adset: ['s-b', 'Men'], ad: ['s-2', 'Ad 1'] });
  await ad({ campaign: ['solo', 'Solo'], adset: ['s-b', 'Men'], ad: ['s-3', 'Ad 3'] });
  await ad({ campaign: ['solo', 'Solo'], adset: ['s-c', 'Men'], ad: ['s-4', 'Old'], day: '2026-05-01' });
  await sell(1, { utm_campaign: 'twins', utm_content: 'Only in the first', utm_term: 'Broad' });
  await sell(2, { utm_campaign: 'SOLO', utm_content: 'Ad 1', utm_term: 'women' });
  await sell(3, { utm_campaign: 'solo', utm_content: 'ad 1', utm_term: 'nothing of the kind' });
  await sell(4, { utm_campaign: 'solo', utm_content: 's-3', utm_term: 'Men' });
  await server.processInbox();
  const { db } = server.context;
  await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
  await sql`insert into landing_leads (id, source, created_at) values ('x', 'proftest', ${NOW})`.execute(db);
});
afterAll(() => server.close());

type Place = {
  campaign: [string, string];
  adset: [string, string];
  ad: [string, string];
  day?: string;
};

async function ad({ campaign, adset, ad: [id, name], day = '2026-11-19' }: Place): Promise<void> {
  await sql`
    insert into traffic_stats (account_id, campaign_id, campaign_name, adset_id, adset_name, ad_id, ad_name, day, spend, currency, spend_kzt,
      team_id, basis, synced_at)
    values (${ACCOUNT}, ${campaign[0]}, ${campaign[1]}, ${adset[0]}, ${adset[1]}, ${id}, ${name}, ${day}, 10, 'USD', 5000, 1, 'ad_account',
      ${NOW})`.execute(server.context.db);
}

async function sell(id: number, utm: Record<string, string>): Promise<void> {
  const updated_at = Date.parse('2026-11-19T10:00:00Z') / 1000 + id;
  const lead = { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at };
  await server.hook(leadHook('status', { ...lead, utm: { utm_source: 'fb_kenesary', ...utm } }));
}

async function ads(query = ''): Promise<AdsResponse> {
  const { status, body } = await server.get(`/api/v1/ads?${PERIOD}${query}`);
  expect(status).toBe(200);
  return body as AdsResponse;
}
const salesOf = ({ rows }: AdsResponse) =>
  Object.fromEntries(rows.map(({ id, figures }) => [id, figures.sales]));

describe('leads and sales that say a name several ad objects have', () => {
  it('are of no campaign, and leave each campaign of that name unknown, not zero', async () => {
    const report = await ads();
    expect(salesOf(report)).toEqual({ solo: 3, 'twin-1': null, 'twin-2': null });
    const twin = report.rows.find(({ id }) => id === 'twin-1');
    expect(twin?.figures).toMatchObject({
      ...{ sales: null, revenue: null, leads: null, cpa: null, roas: null, roi: null },
      ...{ express_purchases: null, flagman_purchases: null, sales_amount_unknown: null, spend: '5000.00' },
    });
    expect(report.unmatched).toMatchObject({ sales: 1, revenue: '5000.00' });
    expect(report.total).toMatchObject({ sales: 4, revenue: '20000.00' });
  });

  it('leave the rest beyond the page unknown when one of them is in it', async () => {
    const { rest, total } = await ads('&limit=1&sort=sales');
    expect(rest).toMatchObject({ rows: 2, figures: { sales: null, spend: '15000.00' } });
    expect(total.sales).toBe(4);
  });

  it('are told apart by the ad set that utm_term names, and are nobody’s without it', async () => {
    expect(salesOf(await ads('&level=ad&parent=solo'))).toEqual({
      's-1': null,
      's-2': null,
      's-3': 1,
    });
    // One of the two "Ad 1" is not in this list; the sale that may be its own is no more known for that.
    expect(salesOf(await ads('&level=ad&parent=s-a'))).toEqual({ 's-1': null });
  });

  it('are unknown of an ad set whose name one has that stopped long ago', async () => {
    expect(salesOf(await ads('&level=adset&parent=solo'))).toEqual({ 's-a': 1, 's-b': null });
  });

  it('are known where only one of the campaigns of that name has such an ad', async () => {
    expect(salesOf(await ads('&level=ad&parent=twin-1'))).toEqual({ 't-1': 1 });
    expect(salesOf(await ads('&level=ad&parent=twin-2'))).toEqual({ 't-2': 0, 't-3': 0 });
    expect(salesOf(await ads('&level=adset&parent=twin-2'))).toEqual({ 't-b': null });
  });

  it('leave a zero where nothing says the name', async () => {
    const { rows } = await ads('&level=ad&parent=twin-2');
    expect(rows.map(({ figures }) => figures.revenue)).toEqual(['0.00', '0.00']);
  });
});
