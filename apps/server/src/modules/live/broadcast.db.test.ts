import type { ChangedEvent } from '@traffic/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { createBroadcast } from './broadcast.ts';
import { bumpTopic } from './change-counters.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
});

async function eventually(events: ChangedEvent[], count: number): Promise<void> {
  for (let tries = 0; events.length < count && tries < 100; tries += 1) await sleep(50);
}

it('tells a newcomer to read everything, then every change: nothing falls between the first reading and the first event', async () => {
  const broadcast = createBroadcast(server.context.db, server.context.log);
  const events: ChangedEvent[] = [];
  broadcast.listen((event) => events.push(event));
  await eventually(events, 1);
  await bumpTopic(server.context.db, 'sales');
  await eventually(events, 2);
  broadcast.stop();
  expect(events).toEqual([{ topics: ['sales', 'leads', 'spend', 'jobs'] }, { topics: ['sales'] }]);
});
