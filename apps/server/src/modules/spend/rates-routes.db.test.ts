import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert, sumMoney } from '../../platform/money.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { convertSpend } from './convert-spend.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const FRIDAY = '2026-11-13';
const DAYS = [FRIDAY, '2026-11-14', '2026-11-15', '2026-11-16'];

let server: TestServer;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = await createTestServer({ now: () => NOW });
  server.context.jobs.connect({
    enqueue: async (name) => {
      asked.push(name);
      return true;
    },
  });
});
afterEach(() => server.close());

async function call(method: 'PUT' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}
const setRate = (day: string, rate: unknown, currency = 'USD') =>
  call('PUT', '/api/v1/rates', { currency, day, rate });
const list = async (query = `start=${FRIDAY}&end=2026-11-20`) =>
  (await server.get(`/api/v1/rates?${query}`)).body as {
    rates: { day: string; rate: string; source: string; published_on: string }[];
    missing: object[];
  };

/** Friday is published, the weekend carries it, Monday is published. */
async function givenRates(): Promise<void> {
  for (const [day, rate, source, published_on] of [
    [DAYS[0], '500', 'nbk', DAYS[0]],
    [DAYS[1], '500', 'carried', DAYS[0]],
    [DAYS[2], '500', 'carried', DAYS[0]],
    [DAYS[3], '505.16', 'nbk', DAYS[3]],
  ])
    await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
      values ('USD', ${day}, ${rate}, ${source}, ${published_on}, ${NOW})`.execute(server.context.db);
}

async function givenSpend(currency = 'USD', spend = '10', days = DAYS): Promise<void> {
  const account_id = 'act_839340528712304';
  await server.context.db
    .insertInto('traffic_stats')
    .values(
      days.map((day) => ({ account_id, ad_id: '1', day, spend, currency, basis: 'no_rule', synced_at: NOW })),
    )
    .execute();
  await convertSpend(server.context.db, []);
}
const converted = async () =>
  (
    await sql<{ spend_kzt: string | null }>`select spend_kzt from traffic_stats order by day, ad_id`.execute(
      server.context.db,
    )
  ).rows.map((row) => row.spend_kzt);

describe('rates', () => {
  it('are listed by day with where they come from, and days whose spend waits for one', async () => {
    await givenRates();
    await givenSpend();
    await givenSpend('EUR', '5', ['2026-11-20']);
    const { rates, missing } = await list();
    expect(rates.map(({ day, source }) => [day.slice(8), source])).toEqual([
      ['16', 'nbk'],
      ['15', 'carried'],
      ['14', 'carried'],
      ['13', 'nbk'],
    ]);
    expect(rates[1]).toMatchObject({ rate: '500', published_on: FRIDAY });
    expect(missing).toEqual([{ currency: 'EUR', day: '2026-11-20', rows: 1 }]);
    expect((await list(`start=${FRIDAY}&end=2026-11-20&currency=EUR`)).rates).toEqual([]);
  });

  it("a person's rate wins, is carried by the days that carried the bank's, and spend follows at once", async () => {
    await givenRates();
    await givenSpend();
    expect(await converted()).toEqual(['5000.00', '5000.00', '5000.00', '5051.60']);
    expect(await setRate(FRIDAY, '480,5')).toMatchObject({ status: 200, body: { rows: 3 } });
    expect(await converted()).toEqual(['4805.00', '4805.00', '4805.00', '5051.60']);
    const { rates } = await list();
    expect(rates.at(-1)).toMatchObject({ rate: '480.5', source: 'manual' });
  });

  it("a person's rate that is taken back leaves its spend unknown until the bank has been asked", async () => {
    await givenRates();
    await givenSpend();
    await setRate(FRIDAY, '480');
    const { status, body } = await call('DELETE', `/api/v1/rates?currency=USD&day=${FRIDAY}`);
    expect([status, body['rows']]).toEqual([200, 3]);
    expect(await converted()).toEqual([null, null, null, '5051.60']);
    expect(asked).toEqual(['rates.sync']);
    expect((await call('DELETE', `/api/v1/rates?currency=USD&day=${FRIDAY}`)).status).toBe(404);
    expect((await call('DELETE', '/api/v1/rates?currency=USD&day=2026-11-16')).status).toBe(404);
  });

  it('"612.00" is a rate; nothing, zero, a sign, words and numbers beyond reason are none', async () => {
    expect((await setRate('2026-11-20', '612.00')).status).toBe(200);
    expect((await list('date=2026-11-20')).rates).toMatchObject([{ rate: '612.00' }]);
    for (const rate of ['', '0', '0.000', '-5', '5e2', 'NaN', '999999999', 612])
      expect((await setRate('2026-11-20', rate)).status).toBe(400);
    expect((await setRate('2026-02-30', '500')).status).toBe(400);
    expect((await setRate('2026-11-20', '2', 'KZT')).status).toBe(400);
  });
});

it('sums of converted rows are the sum of what each row is worth at its own rate, to the tiyn', async () => {
  const { db } = server.context;
  const row = fc.record({
    cents: fc.integer({ min: 0, max: 9_999_999 }),
    day: fc.constantFrom(...DAYS),
    currency: fc.constantFrom('USD', 'EUR', 'KZT'),
  });
  const rate = fc.integer({ min: 1, max: 9_999_999 }).map((value) => (value / 10_000).toFixed(4));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.array(rate, { minLength: 8, maxLength: 8 }),
      async (rows, rates) => {
        await sql`truncate traffic_stats, exchange_rates`.execute(db);
        // The last day of EUR has no rate: its rows are unknown, and counted as such.
        const priced = DAYS.flatMap((day, index) => [
          { currency: 'USD', day, rate: rates[index] ?? '1' },
          { currency: 'EUR', day, rate: rates[index + 4] ?? '1' },
        ]).slice(0, -1);
        for (const one of priced)
          await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
            values (${one.currency}, ${one.day}, ${one.rate}, 'nbk', ${one.day}, ${NOW})`.execute(db);
        const spends = rows.map((one) => ({ ...one, spend: (one.cents / 100).toFixed(2) }));
        await db
          .insertInto('traffic_stats')
          .values(
            spends.map(({ day, spend, currency }, index) => ({
              ...{ account_id: 'act_839340528712304', ad_id: String(index), day, spend, currency },
              ...{ basis: 'no_rule', synced_at: NOW },
            })),
          )
          .execute();
        await convertSpend(db, []);
        const worth = spends.map(({ spend, day, currency }) => {
          const found = priced.find((one) => one.currency === currency && one.day === day);
          return currency === 'KZT' ? spend : found && convert(spend, found.rate);
        });
        const { rows: totals } = await sql<{ total: string; unknown: number }>`
          select coalesce(sum(spend_kzt), 0)::numeric(20, 2)::text as total,
            (count(*) filter (where spend_kzt is null))::int as unknown from traffic_stats`.execute(db);
        expect(totals[0]).toEqual({
          total: sumMoney(worth.filter((value) => value !== undefined)),
          unknown: worth.filter((value) => value === undefined).length,
        });
      },
    ),
    { numRuns: 20 },
  );
});
