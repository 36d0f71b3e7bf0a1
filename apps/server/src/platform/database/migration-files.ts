import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../migrations', import.meta.url));

export type Migration = {
  /** The number in front of the file name. */
  version: number;
  /** The whole file name, `0001_init.sql`. */
  name: string;
  sql: string;
  /** SHA-256 of the file, hex. */
  checksum: string;
};

/**
 * Reads a folder of `0001_some_words.sql` files, in the order of their numbers.
 * @throws Error for a name of another shape or a number used twice
 */
export async function readMigrations(directory = MIGRATIONS_DIR): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  const migrations = await Promise.all(names.map((name) => readMigration(directory, name)));
  for (const [index, { version, name }] of migrations.entries()) {
    const previous = migrations[index - 1];
    if (previous?.version === version)
      throw new Error(`Migrations ${previous.name} and ${name} have one number`);
  }
  return migrations;
}

/** One checksum over all files: changes when any of them does. */
export function schemaChecksum(migrations: Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex');
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
  if (!number) throw new Error(`Migration ${name} is not named like 0001_some_words.sql`);
  const sql = await readFile(join(directory, name), 'utf8');
  return { version: Number(number), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
