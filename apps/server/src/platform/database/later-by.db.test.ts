import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { laterBy } from './later-by.ts';

const HOUR = 3_600_000;
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** How far an instant that a process with this clock puts off lies ahead by the database's clock, in whole minutes. */
async function ahead(skewMs: number, seconds: number): Promise<number> {
  const now = new Date(Date.now() + skewMs);
  const { rows } = await sql<{ minutes: number }>`
    select round(extract(epoch from ${laterBy(now, seconds)} - clock_timestamp()) / 60)::int as minutes`.execute(
    test.db,
  );
  return rows[0]?.minutes ?? Number.NaN;
}

describe('what a process puts off', () => {
  it.each([
    ['right', 0, 600, 10],
    ['an hour ahead', HOUR, 600, 10],
    ['an hour ahead, at once', HOUR, 0, 0],
    ['an hour behind: due sooner, never later', -HOUR, 600, -50],
    ['of a test, of another time altogether', 100 * 24 * HOUR, 600, 100 * 24 * 60 + 10],
  ])('by a clock that is %s', async (_clock, skew, seconds, minutes) => {
    expect(await ahead(skew, seconds)).toBe(minutes);
  });
});
