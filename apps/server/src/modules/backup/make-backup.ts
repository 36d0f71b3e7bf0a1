import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { withClient } from '../../platform/database/index.ts';
import { type BackupFile, FORMAT, keyCheck, MANIFEST, type Manifest, writeManifest } from './manifest.ts';
import { copyTarget, listSequences, listTables, type Table } from './tables.ts';

const GZIP_LEVEL = 4;

export type BackupRequest = {
  url: string;
  /** A folder that does not exist yet. */
  folder: string;
  /** DATA_DIR: its spool may hold hooks that are acknowledged and not yet in the database. */
  dataDir: string;
  encryptionKey: string;
  product: string;
  now: Date;
};

/**
 * Writes everything the product knows into a new folder, as of one instant, while it goes on working: each table by COPY inside
 * one repeatable-read transaction. Sealed secrets are taken as they are; the key that opens them is not. The folder appears
 * under its name only when it is complete and on disk.
 */
export async function makeBackup(request: BackupRequest): Promise<Manifest> {
  const folder = `${request.folder}.partial`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  try {
    // Before the snapshot: a segment that is drained meanwhile is in both, and its name says that it was drained.
    const spool = await copySpool(join(request.dataDir, 'spool'), folder);
    const manifest = await withClient(request.url, (client) => snapshot(client, folder, spool, request));
    await writeDurably(join(folder, MANIFEST), writeManifest(manifest));
    await rename(folder, request.folder);
    await syncFolder(dirname(request.folder));
    return manifest;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function snapshot(
  client: pg.Client,
  folder: string,
  spool: BackupFile[],
  { encryptionKey, product, now }: BackupRequest,
): Promise<Manifest> {
  await client.query('begin isolation level repeatable read, read only');
  await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
  const version = await client.query<{ server_version: string }>('show server_version');
  const migrations = await client.query<Manifest['migrations'][number]>(
    'select version, name, checksum from schema_migrations order by version',
  );
  const tables: Manifest['tables'] = [];
  for (const table of await listTables(client)) tables.push(await dumpTable(client, folder, table));
  // Read last: a counter never goes back, and nothing may be given out twice.
  const sequences = await listSequences(client);
  await client.query('commit');
  return {
    ...{ format: FORMAT, product, postgres: version.rows[0]?.server_version ?? 'unknown' },
    ...{ made_at: now.toISOString(), key_check: keyCheck(encryptionKey) },
    ...{ migrations: migrations.rows, tables, sequences, spool },
  };
}

async function dumpTable(
  client: pg.Client,
  folder: string,
  table: Table,
): Promise<Manifest['tables'][number]> {
  const file = `tables/${table.name}.copy.gz`;
  const rows = client.query(copyTo(`copy ${copyTarget(table)} to stdout (encoding 'UTF8')`));
  const sum = checksum();
  await pipeline(
    rows,
    createGzip({ level: GZIP_LEVEL }),
    sum.stream,
    createWriteStream(join(folder, file), { mode: 0o600, flush: true }),
  );
  return { ...table, rows: rows.rowCount, file, ...sum.result() };
}

async function copySpool(spool: string, folder: string): Promise<BackupFile[]> {
  const found = await readdir(spool, { recursive: true }).catch(() => []);
  const copied: BackupFile[] = [];
  for (const path of found.filter((name) => name.endsWith('.jsonl'))) {
    const file = `spool/${basename(path)}`;
    await mkdir(join(folder, 'spool'), { recursive: true, mode: 0o700 });
    // It may be drained at this very moment: then it is in the database.
    const gone = await cp(join(spool, path), join(folder, file)).then(
      () => false,
      () => true,
    );
    if (!gone) copied.push({ file, ...(await sumOf(join(folder, file))) });
  }
  return copied;
}

async function sumOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const { size } = await stat(path);
  return {
    bytes: size,
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  };
}

/** Passes bytes on and remembers their checksum. */
function checksum(): { stream: Transform; result: () => { bytes: number; sha256: string } } {
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

async function writeDurably(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flush: true });
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
