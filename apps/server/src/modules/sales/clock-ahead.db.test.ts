import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { requestEnrichment } from './deals-repo.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('a deal that a process with a clock an hour ahead wants read is due at once when the clock is right again', async () => {
  const { db } = test;
  const now = new Date(Date.now() + 3_600_000);
  await sql`insert into deals (lead_id, last_fact_at, updated_at) values (1, now(), now())`.execute(db);
  await requestEnrichment(db, ['1'], now);
  const { rows } = await sql<{
    due: boolean;
  }>`select enrich_after <= clock_timestamp() as due from deals`.execute(db);
  expect(rows).toEqual([{ due: true }]);
});
