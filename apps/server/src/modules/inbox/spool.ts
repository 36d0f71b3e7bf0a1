import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewDelivery } from './repo.ts';

/** A segment of the spool as read back: its deliveries in the order they were accepted. */
export type Segment = { name: string; deliveries: SpooledDelivery[] };

/** `unsure`: the database may have kept it before it fell silent. */
export type SpooledDelivery = NewDelivery & { unsure: boolean };

export type Spool = {
  /** Appends deliveries and resolves when they are on disk (fsync). Fails when the disk does. */
  append(deliveries: NewDelivery[], sure: 'new' | 'unsure'): Promise<void>;
  /** Closes the file being written: later deliveries start the next one. */
  seal(): Promise<void>;
  /** Names of the closed segments, oldest first. */
  sealed(): Promise<string[]>;
  read(name: string): Promise<Segment>;
  remove(name: string): Promise<void>;
};

const SUFFIX = '.jsonl';
/** A segment is moved in one transaction and read into memory whole. */
const SEGMENT_BYTES = 4 * 1024 * 1024;

/**
 * The local place of deliveries while the database is away: files of one JSON line per delivery, written
 * through to the disk before anyone is told "accepted". A line cut off by a crash was never acknowledged
 * and is skipped. File names sort by time, and a restart never writes to an old file.
 */
export function createSpool(directory: string): Spool {
  let active: { name: string; bytes: number; file: Awaited<ReturnType<typeof open>> } | null = null;
  let count = 0;
  /** Files of ours that are not closed yet; known before the file is there, or it would be taken for a closed one. */
  const unfinished = new Set<string>();

  async function begin() {
    count += 1;
    const order = `${String(Date.now()).padStart(15, '0')}-${String(count).padStart(6, '0')}`;
    const name = `${order}-${randomBytes(4).toString('hex')}${SUFFIX}`;
    unfinished.add(name);
    return { name, bytes: 0, file: await open(join(directory, name), 'ax', 0o600) };
  }

  async function seal() {
    const closing = active;
    active = null;
    await closing?.file.close();
    if (closing !== null) unfinished.delete(closing.name);
  }

  return {
    async append(deliveries, sure) {
      active ??= await begin();
      const lines = deliveries
        .map((delivery) => `${JSON.stringify(toLine({ ...delivery, unsure: sure === 'unsure' }))}\n`)
        .join('');
      try {
        await active.file.appendFile(lines);
        await active.file.datasync();
        active.bytes += lines.length;
        if (active.bytes > SEGMENT_BYTES) await seal();
      } catch (error) {
        // Half a line may be in the file: the next delivery must not continue it.
        await active.file.close().catch(() => undefined);
        unfinished.delete(active.name);
        active = null;
        throw error;
      }
    },
    seal,
    async sealed() {
      const names = await readdir(directory);
      return names.filter((name) => name.endsWith(SUFFIX) && !unfinished.has(name)).sort();
    },
    async read(name) {
      const text = await readFile(join(directory, name), 'utf8');
      return { name, deliveries: text.split('\n').flatMap(fromLine) };
    },
    remove: (name) => rm(join(directory, name)),
  };
}

function toLine(delivery: SpooledDelivery) {
  return {
    ...delivery,
    body: delivery.body.toString('base64'),
    contentHash: delivery.contentHash.toString('base64'),
  };
}

function fromLine(line: string): SpooledDelivery[] {
  if (line === '') return [];
  let stored: ReturnType<typeof toLine>;
  try {
    stored = JSON.parse(line) as ReturnType<typeof toLine>;
  } catch {
    return [];
  }
  return [
    {
      ...stored,
      receivedAt: new Date(stored.receivedAt),
      body: Buffer.from(stored.body, 'base64'),
      contentHash: Buffer.from(stored.contentHash, 'base64'),
    },
  ];
}
