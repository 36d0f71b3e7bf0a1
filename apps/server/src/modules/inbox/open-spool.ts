import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder, type OwnerLock } from '../../platform/folder-lock.ts';
import { createSpool, type Spool } from './spool.ts';

/** More processes than this on one disk would be a mistake of configuration. */
const MAX_PROCESSES = 64;

/**
 * Opens this process's own spool below `base`: processes that share a disk must not write to or drain one
 * another's files. What a process that is gone left behind is taken over.
 *
 * @returns the spool and what gives its folder back
 */
export async function openSpool(base: string): Promise<{ spool: Spool; release(): void }> {
  const own = await claimFolder(base);
  for (const name of await readdir(base)) {
    const folder = join(base, name);
    if (folder === own.folder) continue;
    const lock = await tryLock(folder);
    if (lock === null) continue;
    const left = (await readdir(folder)).filter((file) => file.endsWith('.jsonl'));
    for (const file of left) await rename(join(folder, file), join(own.folder, file));
    lock.release();
  }
  return { spool: createSpool(own.folder), release: () => own.lock.release() };
}

async function claimFolder(base: string): Promise<{ folder: string; lock: OwnerLock }> {
  for (let number = 1; number <= MAX_PROCESSES; number += 1) {
    const folder = join(base, String(number));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const lock = await tryLock(folder);
    if (lock !== null) return { folder, lock };
  }
  throw new Error(`no free spool folder in ${base}: ${MAX_PROCESSES} processes hold one each`);
}

/** Null when another process, or this one, holds the folder. */
async function tryLock(folder: string): Promise<OwnerLock | null> {
  return lockFolder(folder).catch(() => null);
}
