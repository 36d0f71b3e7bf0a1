import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RatesClient } from '../../integrations/rates/index.ts';
import { UpstreamError } from '../../platform/errors.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { syncRates } from './sync-rates.ts';

/** A Friday to the Monday after it. */
const [FRIDAY, SATURDAY, SUNDAY, MONDAY] = ['2026-11-13', '2026-11-14', '2026-11-15', '2026-11-16'];
const clock = { now: () => new Date('2026-11-16T09:00:00Z') };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`truncate exchange_rates`.execute(database.db);
});

/** A bank that published these days only, and remembers which days it was asked for. */
function bank(published: Record<string, string>, awayFrom = '9999-12-31') {
  const asked: string[] = [];
  const rates: RatesClient = {
    async ratesOf(day) {
      asked.push(day);
      if (day >= awayFrom) throw new UpstreamError('rates', 'Нацбанк не отвечает', { status: 503 });
      return published[day] === undefined ? null : new Map([['USD', published[day]]]);
    },
  };
  return { rates, asked };
}

const sync = (rates: RatesClient) =>
  syncRates({ db: database.db, clock, rates }, { currencies: ['USD'], from: FRIDAY, to: MONDAY });

const stored = async () =>
  (
    await database.db
      .selectFrom('exchange_rates')
      .select(['rate_date', 'rate', 'source', 'published_on'])
      .where('rate_date', '>=', FRIDAY)
      .orderBy('rate_date')
      .execute()
  ).map((row) => [row.rate_date, row.rate, row.source, row.published_on]);

describe('the rates of every day', () => {
  it('a weekend carries the Friday, and says so', async () => {
    const result = await sync(bank({ [FRIDAY]: '500', [MONDAY]: '505.16' }).rates);
    expect(await stored()).toEqual([
      [FRIDAY, '500', 'nbk', FRIDAY],
      [SATURDAY, '500', 'carried', FRIDAY],
      [SUNDAY, '500', 'carried', FRIDAY],
      [MONDAY, '505.16', 'nbk', MONDAY],
    ]);
    expect(result).toMatchObject({ published: 2, carried: 2, missing: [] });
  });

  it('the first day carries a rate from before it', async () => {
    await sync(bank({ '2026-11-10': '490' }).rates);
    expect((await stored())[0]).toEqual([FRIDAY, '490', 'carried', '2026-11-10']);
  });

  it('a day published late replaces the one carried for it', async () => {
    await sync(bank({ [FRIDAY]: '500' }).rates);
    await sync(bank({ [MONDAY]: '505.16' }).rates);
    expect((await stored()).at(-1)).toEqual([MONDAY, '505.16', 'nbk', MONDAY]);
  });

  it('a bank that goes away half-way is an error, keeps what it said, and invents nothing for the rest', async () => {
    await expect(sync(bank({ [FRIDAY]: '500' }, SUNDAY).rates)).rejects.toMatchObject({ source: 'rates' });
    expect(await stored()).toEqual([
      [FRIDAY, '500', 'nbk', FRIDAY],
      [SATURDAY, '500', 'carried', FRIDAY],
    ]);
  });

  it('a published day is asked for once', async () => {
    await sync(bank({ [FRIDAY]: '500', [MONDAY]: '505.16' }).rates);
    const again = bank({ [FRIDAY]: '1', [MONDAY]: '1' });
    await sync(again.rates);
    expect(again.asked).not.toContain(FRIDAY);
    expect(again.asked).not.toContain(MONDAY);
    expect((await stored())[0]).toEqual([FRIDAY, '500', 'nbk', FRIDAY]);
  });
});
