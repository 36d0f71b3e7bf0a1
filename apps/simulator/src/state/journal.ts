import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entity } from '../world/world.ts';

/** First line of the file: what the world was made from. */
export interface StartRecord {
  type: 'start';
  seed: number;
  anchorMs: number;
  historyDays: number;
  /** True when the anchor was asked for: the clock then continues from it instead of the real one. */
  anchored: boolean;
}

/** `extend`: the history was lived on from the end of the last run. The rest are things that happened live. */
export type JournalRecord =
  | StartRecord
  | { type: 'extend'; fromMs: number; untilMs: number }
  | (Entity & { atMs: number });

/** An append-only JSON-lines file. Without a path it remembers nothing. */
export interface Journal {
  read(): JournalRecord[];
  append(record: JournalRecord): void;
}

/**
 * Opens the file, creating its folder. A torn last line (the process was killed while writing) is cut off on reading.
 * Throws when the path cannot be written.
 */
export function openJournal(path: string | undefined): Journal {
  if (path === undefined) return { read: () => [], append: () => {} };
  mkdirSync(dirname(path), { recursive: true });
  return {
    read: () => (existsSync(path) ? readWhole(path) : []),
    append: (record) => appendFileSync(path, `${JSON.stringify(record)}\n`),
  };
}

function readWhole(path: string): JournalRecord[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1).map(parse);
}

function parse(line: string): JournalRecord {
  return JSON.parse(line) as JournalRecord;
}
