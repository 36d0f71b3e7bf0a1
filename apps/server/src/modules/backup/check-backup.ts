import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupError, MANIFEST, type Manifest, readManifest } from './manifest.ts';

/**
 * Reads a backup's manifest and every byte of its files.
 *
 * @throws BackupError naming the first file that is missing or was changed
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new BackupError(`${folder} is not a complete backup: it has no ${MANIFEST}`);
  const manifest = readManifest(text);
  for (const { file, sha256 } of [...manifest.tables, ...manifest.spool]) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, file)), hash).catch((cause: unknown) => {
      throw new BackupError(`${file} cannot be read: the backup is incomplete`, { cause });
    });
    if (hash.digest('hex') !== sha256)
      throw new BackupError(`${file} is damaged (its checksum differs): take another backup`);
  }
  return manifest;
}
