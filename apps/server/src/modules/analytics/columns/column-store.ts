import { shareInFlight } from '../../../platform/cache.ts';
import type { Chunk, Kind } from './chunk.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import { createScratch, type Scratch } from './scratch.ts';

/** A day of the store and the version of the roll-up that it was read from. */
export type Held = { version: string; chunk: Chunk };

/** Days that share one dictionary. */
export type Shelf = {
  words: Dictionary;
  get(kind: Kind, day: string): Held | undefined;
  put(kind: Kind, day: string, held: Held): void;
};

export type ColumnStore = {
  shelf(): Shelf;
  scratch: Scratch;
  /** One filling of the same days at a time. */
  filling: ReturnType<typeof shareInFlight<void>>;
};

/** About 150 MB at 40 to 60 bytes a row: three years of ten times an ordinary school's size. */
const MAX_ROWS = 3_000_000;
/** Words are not counted out again: with so many, everything is begun anew. */
const MAX_WORDS = 1_000_000;

/**
 * UTM roll-ups of this process as columns, by day. A copy and never the truth: every reader asks PostgreSQL for the versions
 * of its days in the statement that it answers from, and takes from here only what is still of that version.
 */
export function createColumnStore(maxRows = MAX_ROWS, maxWords = MAX_WORDS): ColumnStore {
  let current = createShelf(maxRows);
  return {
    shelf() {
      if (current.words.size > maxWords) current = createShelf(maxRows);
      return current;
    },
    scratch: createScratch(),
    filling: shareInFlight<void>(),
  };
}

function createShelf(maxRows: number): Shelf {
  // A Map keeps the order of insertion: what was used last is put last.
  const held = new Map<string, Held>();
  let rows = 0;
  const remove = (key: string) => {
    rows -= held.get(key)?.chunk.rows ?? 0;
    held.delete(key);
  };
  return {
    words: createDictionary(),
    get(kind, day) {
      const key = `${kind} ${day}`;
      const found = held.get(key);
      if (found !== undefined) {
        held.delete(key);
        held.set(key, found);
      }
      return found;
    },
    put(kind, day, one) {
      const key = `${kind} ${day}`;
      remove(key);
      held.set(key, one);
      rows += one.chunk.rows;
      for (const oldest of held.keys()) {
        if (rows <= maxRows || oldest === key) break;
        remove(oldest);
      }
    },
  };
}
