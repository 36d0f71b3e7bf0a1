import type pg from 'pg';
import { type Migration, readMigrations } from './migration-files.ts';
import type { DatabaseLog } from './log.ts';
import { withClient } from './with-client.ts';

/** Any fixed number: all processes that migrate one database agree on it. */
const LOCK_KEY = 7_246_113_901;

export type MigrateOptions = {
  /** Folder of the numbered .sql files; the server's own by default. */
  directory?: string;
  log?: DatabaseLog;
};

type Applied = { version: number; name: string; checksum: string };

/** The database and the files disagree: starting would read or write the wrong tables. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Brings the schema up to date. Every file runs in a transaction of its own together with its row in
 * `schema_migrations`, so a crash leaves it applied or untouched, never half. Processes that start together take
 * turns under an advisory lock that ends with the transaction: nothing leaks through a pooler.
 * @param target address of the database, or a pool on it
 * @returns names of the files applied by this call
 * @throws MigrationError when an applied file was edited, is missing, or is newer than this program
 */
export async function migrate(
  target: string | pg.Pool,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(options.directory);
  if (typeof target === 'string') {
    return withClient(target, (client) => applyAll(client, migrations, options.log));
  }
  const client = await target.connect();
  try {
    return await applyAll(client, migrations, options.log);
  } finally {
    client.release();
  }
}

/**
 * Runs these migrations inside the caller's transaction, on a database that has none: for a restore, which wants all of it or
 * nothing.
 * @throws MigrationError naming the file that failed
 */
export async function applyMigrations(client: pg.ClientBase, migrations: Migration[]): Promise<void> {
  await readApplied(client);
  for (const migration of migrations) await apply(client, migration);
}

async function applyAll(client: pg.ClientBase, migrations: Migration[], log: DatabaseLog | undefined) {
  const applied: string[] = [];
  for (;;) {
    const startedAt = performance.now();
    const name = await applyNext(client, migrations);
    if (name === null) return { applied };
    applied.push(name);
    log?.info({ migration: name, tookMs: Math.round(performance.now() - startedAt) }, 'schema migrated');
  }
}

/** One turn under the lock: the next file that is not applied yet. Returns its name, null when there is none. */
async function applyNext(client: pg.ClientBase, migrations: Migration[]): Promise<string | null> {
  await client.query('begin');
  try {
    await client.query('set local statement_timeout = 0; set local lock_timeout = 0');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK_KEY]);
    const applied = await readApplied(client);
    refuseForeignHistory(applied, migrations);
    const next = migrations[applied.length];
    if (next) await apply(client, next);
    await client.query('commit');
    return next?.name ?? null;
  } catch (error) {
    // The error to tell is the first one, not that a broken connection cannot roll back either.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  await client.query(`
    create table if not exists schema_migrations (
      version     integer primary key,
      name        text not null,
      checksum    text not null,
      applied_at  timestamptz not null default now()
    )`);
  const { rows } = await client.query<Applied>(
    'select version, name, checksum from schema_migrations order by version',
  );
  return rows;
}

async function apply(client: pg.ClientBase, { version, name, checksum, sql }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${reason}`, { cause });
  }
  const row = [version, name, checksum];
  await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', row);
}

/** What is applied must be the beginning of what we have, byte for byte. */
function refuseForeignHistory(applied: Applied[], migrations: Migration[]): void {
  for (const [index, row] of applied.entries()) {
    const file = migrations[index];
    if (file?.version === row.version && file.checksum === row.checksum) continue;
    if (file?.version === row.version) {
      throw new MigrationError(
        `Migration ${row.name} was changed after it had been applied: restore the file and put the change into a new one`,
      );
    }
    if (file && file.version < row.version) {
      throw new MigrationError(
        `Migration ${file.name} is older than ${row.name}, applied already: give it a later number`,
      );
    }
    throw new MigrationError(
      `The database has migration ${row.name}, which this program does not know: start the newer program, or restore the file`,
    );
  }
}
