import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { bumpTopic } from '../live/index.ts';
import { rememberRules } from './remember-rules.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
});

const fail = (error: unknown) => {
  throw error;
};

it('reads the rules again only when rules, teams or spend have changed', async () => {
  const { db } = server.context;
  const rules = rememberRules(db, 0, fail);
  const first = await rules();
  expect(await rules()).toBe(first);
  await db.updateTable('traffic_teams').set({ name: 'Другое имя' }).where('slug', '=', 'muha').execute();
  const renamed = await rules();
  expect(renamed).not.toBe(first);
  expect(await rules()).toBe(renamed);
});

it('serves the book it has while the ads of new spend are read, and then the new one', async () => {
  const rules = rememberRules(server.context.db, 0, fail);
  const before = await rules();
  await bumpTopic(server.context.db, 'spend');
  expect(await rules()).toBe(before);
  let after = before;
  for (let tries = 0; after === before && tries < 100; tries += 1) {
    await sleep(20);
    after = await rules();
  }
  expect(after).not.toBe(before);
});

it('told to forget, makes the next caller wait for what is there now', async () => {
  const rules = rememberRules(server.context.db, 60_000, fail);
  const before = await rules();
  rules.forget();
  expect(await rules()).not.toBe(before);
});
