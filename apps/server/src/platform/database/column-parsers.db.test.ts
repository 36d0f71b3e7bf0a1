import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';

describe('columns as they arrive', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('keeps a day a day, money and bigint as strings, an instant as Date, inside arrays too', async () => {
    const { rows } = await sql`
      select date '2024-02-29' as day,
             array[date '2024-03-01'] as days,
             numeric '490000.10' as amount,
             array[0.1::numeric, 12345678901234567890.12] as amounts,
             9007199254740993 as deal_id,
             array[9007199254740993] as deal_ids,
             timestamptz '2024-03-01 00:00+05' as at`.execute(database.db);
    expect(rows).toEqual([
      {
        day: '2024-02-29',
        days: ['2024-03-01'],
        amount: '490000.10',
        amounts: ['0.1', '12345678901234567890.12'],
        deal_id: '9007199254740993',
        deal_ids: ['9007199254740993'],
        at: new Date('2024-02-29T19:00:00Z'),
      },
    ]);
  });
});
