import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { queue } from './queue-notice.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('a message queued by a process whose clock is an hour ahead is due at once when the clock is right again', async () => {
  const { db } = test;
  const now = new Date(Date.now() + 3_600_000);
  const payload = '{}';
  await queue(db, [{ dedupe_key: 'k', kind: 'sale', chat_id: '1', payload, due_at: now }], now);
  const { rows } = await sql<{
    due: boolean;
  }>`select due_at <= clock_timestamp() as due from notifications`.execute(db);
  expect(rows).toEqual([{ due: true }]);
});
