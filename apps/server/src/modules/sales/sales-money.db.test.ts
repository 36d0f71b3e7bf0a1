import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
  const { db } = server.context;
  await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at) values
    ('USD', '2026-11-15', 500, 'nbk', '2026-11-15', now()), ('USD', '2026-11-16', 400, 'nbk', '2026-11-16', now())`.execute(
    db,
  );
  for (const [id, day] of [
    [1, '15'],
    [2, '16'],
    [3, '15'],
    [4, '15'],
  ] as const) {
    const updated_at = Date.parse(`2026-11-${day}T10:00:00Z`) / 1000;
    const utm = { utm_source: 'fb_muha' };
    await server.hook(
      leadHook('status', { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at, utm }),
    );
  }
  await server.processInbox();
  await sql`update all_sales_tracking set sale_amount = 100, currency = 'USD' where lead_id = 3`.execute(db);
  await sql`update all_sales_tracking set sale_amount = 70, currency = 'EUR' where lead_id = 4`.execute(db);
});
afterAll(() => server.close());

const PERIOD = 'start=2026-11-01&end=2026-11-20';

describe.each([
  ['KZT', '60000.00', '5,000 + 5,000 + 100 USD at 500'],
  ['USD', '122.50', '5,000 at 500 + 5,000 at 400 + 100'],
])('sales in %s', (currency, revenue, sum) => {
  const get = async (url: string) => (await server.get(`${url}?${PERIOD}&currency=${currency}`)).body;
  const average = currency === 'KZT' ? '20000.00' : '40.83';

  it(`are ${revenue} (${sum}) in the list, by targetologist and in the overview; euros nobody has a rate for are unknown`, async () => {
    expect(await get('/api/v1/overview')).toMatchObject({
      currency,
      total: { sales: 4, revenue, sales_amount_unknown: 1 },
    });
    expect(await get('/api/amocrm/sales-history')).toMatchObject({
      currency,
      stats: { total_sales: 4, total_revenue: revenue, avg_sale: average, amount_unknown: 1 },
    });
    const { stats } = (await get('/api/amocrm/sales-stats')) as { stats: object[] };
    expect(stats).toContainEqual(
      expect.objectContaining({
        targetologist: 'Muha',
        sales_count: 4,
        total_revenue: revenue,
        avg_sale: average,
      }),
    );
  });
});

it('a list by the day of the sale does not call itself one by the day of the lead', async () => {
  for (const url of ['/api/amocrm/sales-history', '/api/amocrm/sales-stats'])
    expect((await server.get(`${url}?${PERIOD}&basis=cohort`)).body).toMatchObject({ basis: 'cash' });
});
