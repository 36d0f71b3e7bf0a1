import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { convert, sumMoney } from '../../platform/money.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { lockAccounts } from './accounts-repo.ts';
import { convertSpend } from './convert-spend.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db
    .insertInto('ad_accounts')
    .values([{ account_id: 'act_1' }, { account_id: 'act_2' }])
    .execute();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`truncate traffic_stats, exchange_rates`.execute(database.db);
});

type Row = { day: string; spend: string; currency?: string; account?: string };

async function insertSpend(rows: Row[]): Promise<void> {
  const values = rows.map(({ day, spend, currency = 'USD', account = 'act_1' }, index) => ({
    account_id: account,
    ad_id: String(index).padStart(3, '0'),
    day,
    spend,
    currency,
    basis: 'no_rule',
    synced_at: new Date(),
  }));
  await database.db.insertInto('traffic_stats').values(values).execute();
}

async function setRate(day: string, rate: string, source = 'nbk', publishedOn = day): Promise<void> {
  const values = { rate, source, published_on: publishedOn, fetched_at: new Date() };
  await database.db
    .insertInto('exchange_rates')
    .values({ currency: 'USD', rate_date: day, ...values })
    .onConflict((conflict) => conflict.columns(['currency', 'quote', 'rate_date']).doUpdateSet(values))
    .execute();
}

const amounts = async () =>
  (await database.db.selectFrom('traffic_stats').select('spend_kzt').orderBy('ad_id').execute()).map(
    (row) => row.spend_kzt,
  );

describe('spend in KZT', () => {
  it('268.93 USD at 505.16 is 135,852.68', async () => {
    await insertSpend([{ day: '2026-03-02', spend: '268.93' }]);
    await setRate('2026-03-02', '505.16');
    expect(await convertSpend(database.db, [])).toBe(1);
    expect(await amounts()).toEqual(['135852.68']);
  });

  it('0.01 x 0.5 = 0.005 rounds up to 0.01', async () => {
    await insertSpend([{ day: '2026-03-02', spend: '0.01' }]);
    await setRate('2026-03-02', '0.5');
    await convertSpend(database.db, []);
    expect(await amounts()).toEqual(['0.01']);
  });

  it('of an account in KZT is the spend itself, at rate 1', async () => {
    await insertSpend([{ day: '2026-03-02', spend: '1500.50', currency: 'KZT' }]);
    await convertSpend(database.db, []);
    expect(await amounts()).toEqual(['1500.50']);
  });

  it('of a day without a rate stays unknown, though the days around have one', async () => {
    await insertSpend([{ day: '2026-03-02', spend: '10' }]);
    await setRate('2026-03-01', '500');
    await setRate('2026-03-03', '510');
    expect(await convertSpend(database.db, [])).toBe(0);
    expect(await amounts()).toEqual([null]);
  });

  it('at a carried rate is corrected when the bank publishes the day after all', async () => {
    await insertSpend([{ day: '2026-03-02', spend: '10' }]);
    await setRate('2026-03-02', '500', 'carried', '2026-03-01');
    await convertSpend(database.db, []);
    await setRate('2026-03-02', '505.16');
    expect(await convertSpend(database.db, [])).toBe(0);
    expect(await convertSpend(database.db, ['2026-03-02'])).toBe(1);
    expect(await amounts()).toEqual(['5051.60']);
  });

  it('of an account that is being read is left to its reader', async () => {
    await insertSpend([
      { day: '2026-03-02', spend: '1', account: 'act_1' },
      { day: '2026-03-02', spend: '2', account: 'act_2' },
    ]);
    await setRate('2026-03-02', '500');
    await database.db.transaction().execute(async (reader) => {
      await lockAccounts(reader, ['act_1']);
      expect(await convertSpend(database.db, [])).toBe(1);
    });
    expect(await amounts()).toEqual([null, '1000.00']);
  });

  it('is to the tiyn what platform/money computes, row by row and in sum', async () => {
    const cents = fc.integer({ min: 0, max: 50_000_000 }).map((value) => (value / 100).toFixed(2));
    const rate = fc.integer({ min: 1, max: 9_999_999 }).map((value) => (value / 10_000).toFixed(4));
    await fc.assert(
      fc.asyncProperty(fc.array(cents, { minLength: 1, maxLength: 40 }), rate, async (spends, dayRate) => {
        await sql`truncate traffic_stats, exchange_rates`.execute(database.db);
        await insertSpend(spends.map((spend) => ({ day: '2026-03-02', spend })));
        await setRate('2026-03-02', dayRate);
        await convertSpend(database.db, []);
        const expected = spends.map((spend) => convert(spend, dayRate));
        expect(await amounts()).toEqual(expected);
        const { total } = await database.db
          .selectFrom('traffic_stats')
          .select((eb) => eb.fn.sum<string>('spend_kzt').as('total'))
          .executeTakeFirstOrThrow();
        expect(total).toBe(sumMoney(expected));
      }),
      { numRuns: 25 },
    );
  });
});
