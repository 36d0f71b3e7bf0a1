import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { recordBuyers, redecideSalesOfAds } from '../sales/index.ts';
import { redecideLeadsOfAds } from './redecide-leads.ts';

const SOLD_AT = '2026-11-15T10:00:00Z';
const PHONE = '8 701 555 12 12';

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

async function lead(id: string, created_at: string, utm_source: string | null, phone = PHONE) {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/landing/leads',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: { leads: [{ id, created_at, utm_source, phone, name: 'Айгерим', source: 'proftest' }] },
  });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ accepted: number; duplicates: number }>();
}

/** A sale whose buyer has the lead's phone, written as the CRM's managers write it. */
async function sale(utm_source?: string): Promise<void> {
  const utm = utm_source === undefined ? {} : { utm: { utm_source } };
  const deal = {
    id: 7,
    status_id: 142,
    pipeline_id: 10350882,
    price: 5000,
    updated_at: Date.parse(SOLD_AT) / 1000,
  };
  await server.hook(leadHook('status', { ...deal, ...utm }));
  await server.processInbox();
  const ledger = await server.context.ledger();
  await server.context.db
    .transaction()
    .execute((trx) =>
      recordBuyers(trx, ledger, [
        { leadId: '7', contact: { id: '1', name: 'Айгерим С', phones: ['+7 (701) 555-12-12'], emails: [] } },
      ]),
    );
}

async function creditedTo() {
  const row = await server.context.db
    .selectFrom('all_sales_tracking as s')
    .innerJoin('attributions as a', 'a.id', 's.attribution_id')
    .select(['s.targetologist', 'a.basis', 'a.reason'])
    .executeTakeFirstOrThrow();
  return [row.targetologist, row.basis, row.reason];
}

describe('a sale without UTM', () => {
  it('is credited by the ad touch of the same person, whatever way the phone is written', async () => {
    await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary');
    await sale();
    expect(await creditedTo()).toEqual(['Kenesary', 'person_touch', null]);
  });

  it('is credited when the lead reaches us after the sale it led to', async () => {
    await sale();
    expect(await creditedTo()).toEqual([null, 'none', 'no_touch']);
    await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary');
    expect(await creditedTo()).toEqual(['Kenesary', 'person_touch', null]);
  });

  it('is never credited by a touch after the money', async () => {
    await sale();
    await lead('a', '2026-11-15T10:00:01Z', 'fb_kenesary');
    expect(await creditedTo()).toEqual([null, 'none', 'no_touch']);
  });

  it('is not credited by a stranger', async () => {
    await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary', '8 701 555 12 13');
    await sale();
    expect(await creditedTo()).toEqual([null, 'none', 'no_touch']);
  });
});

describe("the school's own links", () => {
  it('never replace the ad that brought the person', async () => {
    await lead('a', '2026-11-01T10:00:00Z', 'fb_arystan');
    await sale('email');
    expect(await creditedTo()).toEqual(['Arystan', 'person_touch', null]);
  });
});

describe('an ad that Meta tells us of only later', () => {
  it('gives its leads and sales to its team then: the order of the sources does not matter', async () => {
    const ad = '120234782745025188';
    const utm = { utm_source: 'facebook', utm_content: ad };
    await server.app.inject({
      method: 'POST',
      url: '/api/landing/leads',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      payload: {
        leads: [{ id: 'a', created_at: '2026-11-01T10:00:00Z', source: 'proftest', phone: PHONE, ...utm }],
      },
    });
    await sale();
    expect(await creditedTo()).toEqual([null, 'none', 'no_rule']);
    const { db } = server.context;
    await db
      .insertInto('traffic_stats')
      .values({
        account_id: 'act_839340528712304',
        ad_id: ad,
        day: '2026-11-01',
        spend: '1',
        currency: 'USD',
        team_id: 3,
        basis: 'ad_account',
        synced_at: new Date(),
      })
      .execute();
    server.context.rules.forget();
    const ledger = await server.context.ledger();
    await redecideLeadsOfAds(db, ledger);
    await redecideSalesOfAds(db, ledger);
    expect(await creditedTo()).toEqual(['Muha', 'ad_id', null]);
    const leads = await db.selectFrom('traffic_leads').select('team_id').execute();
    expect(leads).toEqual([{ team_id: 3 }]);
  });
});

describe('lead intake', () => {
  it('takes the same lead once', async () => {
    expect(await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary')).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
    expect(await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary')).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  });

  it('counts a person once, on the day and for the team of their first lead, whatever comes first', async () => {
    await lead('late', '2026-11-05T10:00:00Z', 'fb_arystan');
    await lead('early', '2026-11-01T10:00:00Z', 'fb_kenesary');
    const { body } = await server.get('/api/v1/overview?start=2026-11-01&end=2026-11-10');
    expect(body.total).toMatchObject({ leads: 1 });
    const days = body.days as { day: string; leads: number }[];
    expect(days.filter((day) => day.leads > 0)).toEqual([
      expect.objectContaining({ day: '2026-11-01', leads: 1 }),
    ]);
  });

  it('takes a batch with one bad lead not at all, and says which', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/landing/leads',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      payload: {
        leads: [
          { id: 'good', created_at: '2026-11-01T10:00:00Z', source: 'proftest' },
          { id: 'bad', created_at: 'yesterday', source: 'proftest' },
        ],
      },
    });
    expect(answer.statusCode).toBe(400);
    expect(JSON.stringify(answer.json())).toContain('leads.1.created_at');
    const { body } = await server.get('/api/v1/overview?start=2026-11-01&end=2026-11-10');
    expect(body.total).toMatchObject({ leads: null });
  });

  it('refuses more than two requests a second over a minute, and says when to come back', async () => {
    const post = () =>
      server.app.inject({
        method: 'POST',
        url: '/api/landing/leads',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
        payload: { leads: [{ id: 'a', created_at: '2026-11-01T10:00:00Z', source: 'proftest' }] },
      });
    for (let count = 0; count < 120; count += 1) expect((await post()).statusCode).toBe(200);
    const refused = await post();
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('ProfTest statistics', () => {
  it('count leads, persons, buyers and their revenue, by team', async () => {
    await lead('a', '2026-11-01T10:00:00Z', 'fb_kenesary');
    await lead('b', '2026-11-02T10:00:00Z', 'fb_muha');
    await sale();
    const { body } = await server.get('/api/v1/sources/proftest?start=2026-11-01&end=2026-11-10');
    expect(body).toMatchObject({
      total: { leads: 2, persons: 1, buyers: 1, revenue: '5000.00' },
      sources: [{ source: 'proftest', leads: 2, persons: 1 }],
      teams: [
        { team: { slug: 'kenesary' }, leads: 1 },
        { team: { slug: 'muha' }, leads: 1 },
      ],
    });
  });
});
