import { createReadStream } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  applyMigrations,
  type Migration,
  migrate,
  readMigrations,
  withClient,
} from '../../platform/database/index.ts';
import { checkBackup } from './check-backup.ts';
import { BackupError, keyCheck, type Manifest } from './manifest.ts';
import { copyTarget, listTables, quote } from './tables.ts';

export type RestoreRequest = {
  url: string;
  folder: string;
  dataDir: string;
  encryptionKey: string;
  /** Restore although ENCRYPTION_KEY is another: sealed secrets will not open. */
  otherKey: boolean;
};

/**
 * Puts a backup into an empty database: the schema of the backup, its rows, then the migrations that are newer. One transaction up to
 * the rows: whatever fails leaves the database as empty as it was. Needs no superuser.
 *
 * @throws BackupError when the backup is damaged, of a newer program, sealed with another key, or the database is not empty
 */
export async function restoreBackup(
  request: RestoreRequest,
): Promise<{ manifest: Manifest; migrated: string[] }> {
  const manifest = await checkBackup(request.folder);
  if (manifest.key_check !== keyCheck(request.encryptionKey) && !request.otherKey)
    throw new BackupError(
      'ENCRYPTION_KEY is not the one of this backup: sealed secrets would not open. Set the key of then, or add --other-key to restore without them',
    );
  const migrations = ofBackup(manifest, await readMigrations());
  await withClient(request.url, (client) => restoreRows(client, request.folder, manifest, migrations));
  await restoreSpool(request, manifest);
  const { applied } = await migrate(request.url);
  return { manifest, migrated: applied };
}

/** The migrations that made the backup's schema, byte for byte. */
function ofBackup({ migrations, product }: Manifest, ours: Migration[]): Migration[] {
  return migrations.map(({ version, name, checksum }) => {
    const file = ours.find((candidate) => candidate.version === version);
    if (file?.checksum === checksum) return file;
    throw new BackupError(
      file === undefined
        ? `The backup has migration ${name}, which this program does not know: restore it with version ${product} or later`
        : `Migration ${name} is another in this program: restore it with version ${product}`,
    );
  });
}

async function restoreRows(
  client: pg.Client,
  folder: string,
  manifest: Manifest,
  migrations: Migration[],
): Promise<void> {
  await client.query('begin');
  try {
    await client.query('set local statement_timeout = 0');
    await refuseUsed(client);
    await applyMigrations(client, migrations);
    const restoreRules = await liftRules(client);
    for (const table of manifest.tables) await loadTable(client, folder, table);
    await restoreRules();
    for (const { name, last_value } of manifest.sequences)
      await client.query('select setval($1::regclass, $2::bigint)', [`public.${quote(name)}`, last_value]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  await client.query('analyze');
}

async function refuseUsed(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename::text as name from pg_tables where schemaname = 'public' order by 1 limit 3`,
  );
  if (rows.length === 0) return;
  throw new BackupError(
    `The database is not empty (${rows.map(({ name }) => name).join(', ')} ...): nothing was changed. Restore into a new one`,
  );
}

/**
 * Puts aside what judges single rows while all of them come in: references between tables, and triggers, which would mark every row
 * as changed.
 *
 * @returns what puts them back; the references are then checked over all rows
 */
async function liftRules(client: pg.ClientBase): Promise<() => Promise<void>> {
  const references = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by 1, 2`,
  );
  const tables = (await listTables(client)).map(({ name }) => `public.${quote(name)}`);
  for (const { table, name } of references.rows)
    await client.query(`alter table ${table} drop constraint ${name}`);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  // The schema brings rows of its own (counters, single rows): the backup's are the true ones.
  if (tables.length > 0) await client.query(`truncate ${tables.join(', ')}`);
  return async () => {
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    for (const { table, name, definition } of references.rows)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  };
}

async function loadTable(
  client: pg.Client,
  folder: string,
  table: Manifest['tables'][number],
): Promise<void> {
  const rows = client.query(copyFrom(`copy ${copyTarget(table)} from stdin (encoding 'UTF8')`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), rows);
  if (rows.rowCount !== table.rows)
    throw new BackupError(`${table.name}: ${rows.rowCount} rows came in, the backup says ${table.rows}`);
}

/** The next start takes every folder below the spool that nobody holds. */
async function restoreSpool({ dataDir, folder }: RestoreRequest, { spool }: Manifest): Promise<void> {
  if (spool.length === 0) return;
  const target = join(dataDir, 'spool', 'restored');
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const { file } of spool) await cp(join(folder, file), join(target, basename(file)));
}
