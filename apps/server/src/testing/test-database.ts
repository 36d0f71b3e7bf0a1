import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase, type Db } from '../platform/database/connect.ts';
import { runSql, urlOf } from './test-server.ts';

export type TestDatabase = {
  db: Db;
  pool: pg.Pool;
  /** For code that connects by itself: a second process, a direct connection. */
  url: string;
  /** Closes the pool and removes the database with whoever is still connected. */
  drop: () => Promise<void>;
};

/**
 * A migrated database for this test (or test file) alone: a copy of the run's template, some tens of milliseconds.
 * Only in the `db` and `contract` projects, whose global setup runs the server.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createBareDatabase(inject('testServer').template);
  const { db, pool, close } = connectDatabase({ url, maxConnections: 10, applicationName: 'test' });
  return {
    db,
    pool,
    url,
    drop: async () => {
      await close();
      await drop();
    },
  };
}

/** A database without our schema, for tests of what makes one. */
export function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  return createBareDatabase('template0');
}

async function createBareDatabase(template: string) {
  const { adminUrl, prefix } = inject('testServer');
  const name = `${prefix}_${randomBytes(4).toString('hex')}`;
  await runSql(adminUrl, `create database ${name} template ${template}`);
  const drop = async () => {
    await runSql(adminUrl, `drop database if exists ${name} with (force)`);
  };
  return { url: urlOf(adminUrl, name), drop };
}
