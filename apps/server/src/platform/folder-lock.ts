import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Keeps the handles from garbage collection, which would close them and let the lock go. */
const held = new Set<DatabaseSync>();

export type OwnerLock = { release(): void };

/**
 * Makes this process the one owner of a folder until `release` or death. The lock is SQLite's exclusive lock on
 * an empty file: the kernel drops it however the process ends, so there is no stale lock to judge and no
 * recycled pid to be fooled by (a container often gives the next process the same number).
 * @throws Error naming the owner's pid when the folder is taken
 */
export async function lockFolder(folder: string): Promise<OwnerLock> {
  const pidPath = join(folder, 'owner.pid');
  const file = new DatabaseSync(join(folder, 'owner.lock'));
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    const pid = (await readFile(pidPath, 'utf8').catch(() => '')).trim() || 'unknown';
    throw new Error(`The folder ${folder} is in use by process ${pid}: one process owns a folder`, {
      cause,
    });
  }
  held.add(file);
  await writeFile(pidPath, `${process.pid}\n`);
  return {
    release() {
      if (held.delete(file)) file.close();
    },
  };
}
