import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupError } from './manifest.ts';

/** Of the POSIX format: everything lies in blocks of this size. */
const BLOCK = 512;
const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;
/** The most that eleven octal digits can say; a larger size is written in binary, as GNU tar does. */
const OCTAL_LIMIT = 8 ** 11;

/** Packs the files below `folder` into one tar file, readable by its owner only; it appears when it is complete. */
export async function packFolder(folder: string, target: string): Promise<void> {
  const partial = `${target}.partial`;
  const handle = await open(partial, 'w', 0o600);
  try {
    for (const path of await filesBelow(folder)) {
      const { size } = await stat(join(folder, path));
      await handle.appendFile(header(path.split(sep).join(posix.sep), size));
      for await (const chunk of createReadStream(join(folder, path)))
        await handle.appendFile(chunk as Buffer);
      await handle.appendFile(Buffer.alloc(padding(size)));
    }
    await handle.appendFile(Buffer.alloc(2 * BLOCK));
    await handle.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(partial, target);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new BackupError(`${name} is too long a name for a tar file`);
  block.write(name, 0);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  if (size < OCTAL_LIMIT) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    block.writeBigUInt64BE(BigInt(size), 128);
    block[124] = 0x80;
  }
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/**
 * Unpacks a tar file that `packFolder` wrote into a folder.
 *
 * @throws BackupError when it is cut or is no such file; no name leads out of the folder
 */
export async function unpackFolder(source: string, folder: string): Promise<void> {
  const { size: total } = await stat(source);
  const handle = await open(source, 'r');
  try {
    for (let at = 0; at + BLOCK <= total; ) {
      const block = Buffer.alloc(BLOCK);
      await handle.read(block, 0, BLOCK, at);
      if (block.every((byte) => byte === 0)) return;
      const { name, size } = readHeader(block);
      at += BLOCK;
      if (at + size > total) break;
      await extract(source, at, size, join(folder, ...name.split('/')));
      at += size + padding(size);
    }
  } finally {
    await handle.close();
  }
  throw new BackupError(`${source} is cut short or is no backup`);
}

function readHeader(block: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) =>
    block
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const name = text(0, 100);
  const safe = /^[\w.-]+(\/[\w.-]+)*$/.test(name) && !name.split('/').includes('..');
  if (text(257, 5) !== 'ustar' || !safe) throw new BackupError(`"${name}" does not belong into a backup`);
  const binary = block[124] === 0x80;
  return { name, size: binary ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8) };
}

async function extract(source: string, at: number, size: number, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const output = createWriteStream(target, { mode: 0o600 });
  if (size === 0) {
    await new Promise((resolve) => output.end(resolve));
    return;
  }
  await pipeline(createReadStream(source, { start: at, end: at + size - 1 }), output);
}
