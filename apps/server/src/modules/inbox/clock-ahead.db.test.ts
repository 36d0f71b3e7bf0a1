import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { claimDeliveries, insertDeliveries, postponeDelivery } from './repo.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('a process whose clock is an hour ahead waits like any other before it tries a failed delivery again', async () => {
  const { db } = test;
  const now = () => new Date(Date.now() + 3_600_000);
  const body = Buffer.from('x');
  const hook = { endpoint: '/x', receivedAt: now(), contentType: null, headers: {}, requestId: 'r' };
  await insertDeliveries(db, [{ ...hook, body, contentHash: body }]);
  const [delivery] = await claimDeliveries(db, 10, now());
  if (delivery === undefined) throw new Error('it is due at once');
  await postponeDelivery(db, delivery, { maxAttempts: 10, error: 'failed', now: now() });
  expect(await claimDeliveries(db, 10, now())).toEqual([]);
});
