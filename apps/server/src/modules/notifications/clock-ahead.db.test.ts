import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SendResult } from '../../integrations/telegram/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { queue } from './queue-notice.ts';
import { sendNotices } from './send-notices.ts';

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

it('a process whose clock is an hour ahead waits as long as Telegram asks it to', async () => {
  const { db } = test;
  await sql`truncate notifications`.execute(db);
  const now = () => new Date(Date.now() + 3_600_000);
  const payload = JSON.stringify({ text: 'x' });
  await queue(db, [{ dedupe_key: 'r', kind: 'reply', chat_id: '1', payload, due_at: now() }], now());
  let asked = 0;
  const send = (): Promise<SendResult> => {
    asked += 1;
    return Promise.resolve({ kind: 'later', retryAfterSeconds: 30, inDoubt: false, answer: '429' });
  };
  const deps = {
    ...{ db, clock: { now }, log: createLogger({ level: 'silent', name: 'test' }) },
    telegram: { send },
  } as unknown as Parameters<typeof sendNotices>[0];
  expect(await sendNotices(deps)).toBe(true);
  expect(await sendNotices(deps)).toBe(false);
  expect(asked).toBe(1);
});
