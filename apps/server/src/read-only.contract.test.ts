import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { createContext } from './context.ts';
import { POLICY } from './modules/access/index.ts';
import { connectDatabase, type Database } from './platform/database/index.ts';
import type { Server } from './platform/http/index.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from './testing/running-server.ts';

let writable: TestServer;
let database: Database;
let app: Server;

/** The same database through connections that may not write: whatever tries to is an error. */
beforeAll(async () => {
  writable = await createTestServer();
  const url = new URL(writable.databaseUrl);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  database = connectDatabase({ url: url.toString(), maxConnections: 4, applicationName: 'read-only' });
  const { config, clock, log } = writable.context;
  app = await createApp(createContext({ config, db: database.db, clock, log }));
});
afterAll(async () => {
  await app.close();
  await database.close();
  await writable.close();
});

const reads = Object.keys(POLICY)
  .filter((key) => key.startsWith('GET ') && !/\/(events|docs.*|readyz|\*)$/.test(key))
  .map((key) =>
    key.slice('GET '.length).replace(':secret', 'secret-secret-secret').replace(/:\w+/, '999999'),
  );

describe('a database that refuses every write', () => {
  it('is really refused by it', async () => {
    const writing = database.db.insertInto('settings').values({ key: 'x', value: '1' }).execute();
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it.each(reads)('GET %s does not notice: it writes nothing', async (url) => {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    expect(answer.statusCode, answer.body).toBeLessThan(500);
  });
});
