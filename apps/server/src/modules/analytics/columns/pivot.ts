import { biggest } from './biggest.ts';
import type { Chunk, Sold } from './chunk.ts';
import type { Dictionary } from './dictionary.ts';
import type { Scratch } from './scratch.ts';
import { createGroups, type Groups } from './groups.ts';

/** Places of a group's sums; money in hundredths. */
export const SUM = { leads: 0, sales: 1, express: 2, flagman: 3, revenue: 4, unknown: 5 } as const;
const WIDTH = 6;

export type PivotQuestion = {
  /** Places of the UTM fields to group by, outermost first. */
  by: readonly number[];
  /** Only rows whose field has one of these codes. */
  narrowed: readonly { field: number; codes: readonly number[] }[];
  /** NONE is «Не распределено»; null is everybody. */
  team: number | null;
  money: 'kzt' | 'usd';
  sort: keyof typeof SUM;
  limit: number;
};

export type Pivot = {
  /** How many groups have anything. */
  groups: number;
  rows: { values: (string | null)[]; sums: Float64Array }[];
  total: Float64Array;
  /** False when a sum may be larger than a float counts exactly: then it must be asked elsewhere. */
  exact: boolean;
};

/** Groups the rows of the chunks and gives the biggest groups, with the sums of all. */
export function pivot(
  scratch: Scratch,
  chunks: readonly Chunk[],
  words: Dictionary,
  question: PivotQuestion,
): Pivot {
  const groups = createGroups(scratch, chunks, words.size, question.by);
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const sums = scratch.floats('sums', rows * WIDTH);
  const products = { express: words.find('express'), flagman: words.find('flagman') };
  let magnitude = 0;
  for (const chunk of chunks) {
    const numbers = scratch.ints('numbers', chunk.rows, true).subarray(0, chunk.rows);
    leaveOut(numbers, chunk, question);
    groups.number(numbers, chunk);
    if (chunk.leads !== null) addLeads(sums, numbers, chunk.leads);
    if (chunk.sold !== null) magnitude += addSales(sums, numbers, chunk.sold, question.money, products);
  }
  const exact = magnitude <= Number.MAX_SAFE_INTEGER;
  return { ...read(scratch, groups, sums, words, question), exact };
}

/** Marks the rows of other teams and of other values. */
function leaveOut(numbers: Int32Array, chunk: Chunk, { team, narrowed }: PivotQuestion): void {
  if (team !== null)
    for (let row = 0; row < numbers.length; row += 1) if (chunk.team[row] !== team) numbers[row] = -1;
  for (const { field, codes } of narrowed) {
    const values = chunk.fields[field];
    for (let row = 0; row < numbers.length; row += 1)
      if (!codes.includes(values?.[row] ?? 0)) numbers[row] = -1;
  }
}

function addLeads(sums: Float64Array, numbers: Int32Array, leads: Int32Array): void {
  for (let row = 0; row < numbers.length; row += 1) {
    const group = numbers[row] ?? -1;
    if (group >= 0) sums[group * WIDTH] = (sums[group * WIDTH] ?? 0) + (leads[row] ?? 0);
  }
}

/** Gives how much money was moved, whatever its sign: no sum is larger. */
function addSales(
  sums: Float64Array,
  numbers: Int32Array,
  sold: Sold,
  money: 'kzt' | 'usd',
  { express, flagman }: { express: number; flagman: number },
): number {
  const { product, sales } = sold;
  const amounts = sold[money];
  const unknown = money === 'kzt' ? sold.unknownKzt : sold.unknownUsd;
  let magnitude = 0;
  const put = (at: number, value: number) => {
    sums[at] = (sums[at] ?? 0) + value;
  };
  for (let row = 0; row < numbers.length; row += 1) {
    const group = numbers[row] ?? -1;
    if (group < 0) continue;
    const at = group * WIDTH;
    const count = sales[row] ?? 0;
    const amount = amounts[row] ?? 0;
    put(at + SUM.sales, count);
    if (product[row] === express) put(at + SUM.express, count);
    else if (product[row] === flagman) put(at + SUM.flagman, count);
    put(at + SUM.revenue, amount);
    put(at + SUM.unknown, unknown[row] ?? 0);
    magnitude += Math.abs(amount);
  }
  return magnitude;
}

function read(
  scratch: Scratch,
  groups: Groups,
  sums: Float64Array,
  words: Dictionary,
  { by, sort, limit }: PivotQuestion,
): Omit<Pivot, 'exact'> {
  const all = groups.count;
  const present = scratch.ints('present', all);
  const sizes = scratch.floats('sizes', all);
  let count = 0;
  const total = new Float64Array(WIDTH);
  for (let group = 0; group < all; group += 1) {
    const at = group * WIDTH;
    // Of what was refunded every sum may be zero: there is nothing to show.
    if (!sums[at] && !sums[at + SUM.sales] && !sums[at + SUM.revenue] && !sums[at + SUM.unknown]) continue;
    present[count] = group;
    sizes[count] = sums[at + SUM[sort]] ?? 0;
    count += 1;
    for (let place = 0; place < WIDTH; place += 1)
      total[place] = (total[place] ?? 0) + (sums[at + place] ?? 0);
  }
  const groupAt = (index: number) => present[index] ?? 0;
  const word = (group: number, place: number) => words.word(groups.code(group, place));
  const before = (a: number, b: number) => {
    const difference = (sizes[a] ?? 0) - (sizes[b] ?? 0);
    return difference === 0
      ? precedes(by.length, (place, second) => word(groupAt(second ? b : a), place))
      : difference > 0;
  };
  return {
    groups: count,
    rows: biggest(count, limit, before).map((index) => {
      const group = groupAt(index);
      return {
        values: by.map((_, place) => word(group, place)),
        sums: sums.slice(group * WIDTH, (group + 1) * WIDTH),
      };
    }),
    total,
  };
}

/** By the outermost value that differs, none last. Thousands of groups are equally big: nothing is made to compare them. */
function precedes(places: number, word: (place: number, second: boolean) => string | null): boolean {
  for (let place = 0; place < places; place += 1) {
    const [left, right] = [word(place, false), word(place, true)];
    if (left !== right) return left !== null && (right === null || left < right);
  }
  return false;
}
