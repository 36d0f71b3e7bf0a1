import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { watchExpiry } from './expiry-alarm.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T06:00:00Z') });
});
afterAll(() => server.close());

it('a key that ends is told at 30, 14, 7 and 1 day, once each, and is over when it was renewed', async () => {
  const alarm = { key: 'meta.token-expiring', source: 'meta', message: 'Токен Meta скоро истечёт' };
  const told: string[] = [];
  for (let days = 40; days >= 0; days -= 1) {
    await watchExpiry(server.context, alarm, days);
    await watchExpiry(server.context, alarm, days);
    const open = await server.context.db
      .selectFrom('alarms')
      .select(['id', 'details'])
      .where('closed_at', 'is', null)
      .execute();
    told.push(...open.map(({ id, details }) => `${id}: ${(details as { step: number }).step}`));
  }
  const alarms = [...new Set(told)];
  expect(alarms.map((one) => one.split(': ')[1])).toEqual(['30', '14', '7', '1']);
  // Replaced, not over: nobody is told that all is well again.
  const untold = server.context.db
    .selectFrom('alarms')
    .select('id')
    .where('closed_at', 'is not', null)
    .where('told_over_at', 'is', null);
  expect(await untold.execute()).toEqual([]);
  await watchExpiry(server.context, alarm, 60);
  expect(await untold.execute()).toHaveLength(1);
});
