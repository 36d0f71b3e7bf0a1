import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Binaries } from './binaries.ts';
import { giveTo, runProgram, type Launcher } from './launcher.ts';
import type { Layout } from './layout.ts';

/** The one account and database of the embedded server. */
export const EMBEDDED_NAME = 'traffic';

/**
 * Creates the database files on the first start. They appear under their final name only when complete: a crash
 * in the middle leaves `cluster.new`, which the next start throws away.
 * @returns true when they were created now
 */
export async function ensureCluster(
  layout: Layout,
  launcher: Launcher,
  binaries: Binaries,
): Promise<boolean> {
  const exists = await access(`${layout.cluster}/PG_VERSION`).then(
    () => true,
    () => false,
  );
  if (exists) return false;
  const fresh = `${layout.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(launcher, fresh);
  await rm(layout.password, { force: true });
  await writeFile(layout.password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  await giveTo(launcher, layout.password);
  await runProgram(launcher, binaries, binaries.initdb, [
    `--pgdata=${fresh}`,
    `--username=${EMBEDDED_NAME}`,
    `--pwfile=${layout.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Built in: Unicode case mapping that is the same on every machine and needs no locale of the system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]);
  await rename(fresh, layout.cluster);
  return true;
}

export async function readPassword(layout: Layout): Promise<string> {
  return (await readFile(layout.password, 'utf8')).trim();
}
