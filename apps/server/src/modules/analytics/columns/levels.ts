import type { Scratch } from './scratch.ts';

/**
 * One field of a grouping: gives rows with equal outer group and equal code one number, 0, 1, 2 ... in the order of their first
 * coming. Codes start at NONE, which is -1.
 */
export type Level = {
  /** Replaces the outer group of each row by its group of this level; -1 stays. */
  number(numbers: Int32Array, codes: Int32Array): void;
  outer(group: number): number;
  code(group: number): number;
  readonly count: number;
};

type Size = { scratch: Scratch; name: string; most: number };

/** The outermost field: a place for each code. */
export function firstLevel({ scratch, name, most }: Size, words: number): Level {
  // One above the group's number: 0 is none yet.
  const places = scratch.ints(`${name} places`, words + 1, true);
  const codeOf = scratch.ints(`${name} codes`, most);
  let count = 0;
  return {
    number(numbers, codes) {
      for (let row = 0; row < numbers.length; row += 1) {
        if (numbers[row] === -1) continue;
        const code = codes[row] ?? 0;
        let place = places[code + 1] ?? 0;
        if (place === 0) {
          codeOf[count] = code;
          count += 1;
          place = count;
          places[code + 1] = place;
        }
        numbers[row] = place - 1;
      }
    },
    outer: () => 0,
    code: (group) => codeOf[group] ?? 0,
    get count() {
      return count;
    },
  };
}

/** A place in the table of pairs: code, outer group, and the next pair of the chain (one above its number). */
const CODE = 0;
const OUTER = 1;
const NEXT = 2;
const PLACES = 3;

/**
 * Pairs in a chain for each outer group. What comes together lies together, since days come in order and an ad's leads within few
 * of them: nearly every look is in the processor's cache. Only for short chains.
 */
export function chainedLevel({ scratch, name, most }: Size): Level {
  const heads = scratch.ints(`${name} heads`, most, true);
  const pairs = scratch.ints(`${name} pairs`, most * PLACES);
  let count = 0;
  return {
    number(numbers, codes) {
      for (let row = 0; row < numbers.length; row += 1) {
        const outer = numbers[row] ?? -1;
        if (outer === -1) continue;
        const code = codes[row] ?? 0;
        const head = heads[outer] ?? 0;
        let at = head;
        while (at !== 0 && pairs[(at - 1) * PLACES] !== code) at = pairs[(at - 1) * PLACES + NEXT] ?? 0;
        if (at === 0) {
          put(pairs, count, code, outer, head);
          count += 1;
          at = count;
          heads[outer] = at;
        }
        numbers[row] = at - 1;
      }
    },
    outer: (group) => pairs[group * PLACES + OUTER] ?? 0,
    code: (group) => pairs[group * PLACES + CODE] ?? 0,
    get count() {
      return count;
    },
  };
}

/** Pairs in a hash table, whatever they are. */
export function hashedLevel({ scratch, name, most }: Size): Level {
  const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
  const slots = scratch.ints(`${name} slots`, size, true);
  const pairs = scratch.ints(`${name} pairs`, most * PLACES);
  let count = 0;
  return {
    number(numbers, codes) {
      for (let row = 0; row < numbers.length; row += 1) {
        const outer = numbers[row] ?? -1;
        if (outer === -1) continue;
        const code = codes[row] ?? 0;
        const mixed = Math.imul(outer, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
        let slot = (mixed ^ (mixed >>> 15)) & (size - 1);
        let at = slots[slot] ?? 0;
        while (
          at !== 0 &&
          (pairs[(at - 1) * PLACES] !== code || pairs[(at - 1) * PLACES + OUTER] !== outer)
        ) {
          slot = (slot + 1) & (size - 1);
          at = slots[slot] ?? 0;
        }
        if (at === 0) {
          put(pairs, count, code, outer, 0);
          count += 1;
          at = count;
          slots[slot] = at;
        }
        numbers[row] = at - 1;
      }
    },
    outer: (group) => pairs[group * PLACES + OUTER] ?? 0,
    code: (group) => pairs[group * PLACES + CODE] ?? 0,
    get count() {
      return count;
    },
  };
}

function put(pairs: Int32Array, pair: number, code: number, outer: number, next: number): void {
  pairs[pair * PLACES + CODE] = code;
  pairs[pair * PLACES + OUTER] = outer;
  pairs[pair * PLACES + NEXT] = next;
}
