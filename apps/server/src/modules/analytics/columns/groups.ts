import type { Chunk } from './chunk.ts';
import { chainedLevel, firstLevel, hashedLevel, type Level } from './levels.ts';
import type { Scratch } from './scratch.ts';

/** Longer chains are slower than a hash table. */
const LONGEST_CHAIN = 16;

export type Groups = {
  /** Replaces 0 by the number of the row's group, for rows of the chunk; -1 stays. */
  number(numbers: Int32Array, chunk: Chunk): void;
  readonly count: number;
  /** The code of a group by the place of its field in `by`. */
  code(group: number, place: number): number;
};

/** Groups rows by the UTM fields at these places. Fields with the most values go first: then chains are short. */
export function createGroups(
  scratch: Scratch,
  chunks: readonly Chunk[],
  words: number,
  by: readonly number[],
): Groups {
  const most = chunks.reduce((sum, chunk) => sum + chunk.rows, 0) + 1;
  const order = by
    .map((field, place) => ({
      field,
      place,
      values: by.length === 1 ? 1 : countValues(scratch, chunks, words, field),
    }))
    .toSorted((a, b) => b.values - a.values);
  const levels: Level[] = order.map(({ values }, depth) => {
    const size = { scratch, name: `level ${depth}`, most };
    if (depth === 0) return firstLevel(size, words);
    const rowsEach = most / (order[0]?.values ?? 1);
    return Math.min(values, rowsEach) <= LONGEST_CHAIN ? chainedLevel(size) : hashedLevel(size);
  });
  return {
    number(numbers, chunk) {
      for (const [depth, level] of levels.entries()) {
        const codes = chunk.fields[order[depth]?.field ?? 0];
        if (codes !== undefined) level.number(numbers, codes);
      }
    },
    get count() {
      return levels.at(-1)?.count ?? 0;
    },
    code(group, place) {
      const depth = order.findIndex((one) => one.place === place);
      let at = group;
      for (let level = levels.length - 1; level > depth; level -= 1) at = levels[level]?.outer(at) ?? 0;
      return levels[depth]?.code(at) ?? 0;
    },
  };
}

function countValues(scratch: Scratch, chunks: readonly Chunk[], words: number, field: number): number {
  const seen = scratch.ints('seen', words + 1, true);
  let count = 0;
  for (const chunk of chunks) {
    const codes = chunk.fields[field];
    if (codes === undefined) continue;
    for (let row = 0; row < codes.length; row += 1) {
      const at = (codes[row] ?? 0) + 1;
      count += 1 - (seen[at] ?? 0);
      seen[at] = 1;
    }
  }
  return count;
}
