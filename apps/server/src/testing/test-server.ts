import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { pino } from 'pino';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';
import { migrate } from '../platform/database/migrate.ts';
import { readMigrations, schemaChecksum } from '../platform/database/migration-files.ts';
import { withClient } from '../platform/database/with-client.ts';

/** What a test needs to make databases of its own; travels to the workers as plain data. */
export type TestServerAddress = {
  /** A database from which others are made and removed. */
  adminUrl: string;
  /** Starts the name of every database of this run. */
  prefix: string;
  /** The migrated database that tests copy. */
  template: string;
};

export type TestServer = { address: TestServerAddress; stop: () => Promise<void> };

/**
 * The run's PostgreSQL: `databaseUrl` when given, else an embedded one in a temporary folder. Either way
 * the schema is migrated once, into a template, and nothing of the run is left behind.
 */
export async function startTestServer(databaseUrl?: string): Promise<TestServer> {
  const server = databaseUrl ? { url: databaseUrl, stop: async () => {} } : await startTemporary();
  const prefix = `td_test_${randomBytes(4).toString('hex')}`;
  try {
    const template = `${prefix}_template_${schemaChecksum(await readMigrations()).slice(0, 12)}`;
    await runSql(server.url, `create database ${template} template template0`);
    await migrate(urlOf(server.url, template));
    return {
      address: { adminUrl: server.url, prefix, template },
      async stop() {
        await dropDatabases(server.url, prefix);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startTemporary(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-test-'));
  // As root the server runs as another user, who must be able to come in.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'pg'),
    log: pino({ level: 'warn' }),
    // The data dies with the run: what a power cut would do to it is of no interest.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  const names = await runSql<{ datname: string }>(
    adminUrl,
    `select datname from pg_database where datname like '${prefix}%'`,
  );
  for (const { datname } of names) await runSql(adminUrl, `drop database if exists ${datname} with (force)`);
}

/** One statement on a connection of its own. */
export function runSql<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  statement: string,
): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(statement)).rows);
}

/** The address of another database on the same server. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
