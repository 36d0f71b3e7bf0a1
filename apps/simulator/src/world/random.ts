/** A small reproducible random source. Every use is keyed, so that adding a draw in one place changes nothing elsewhere. */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A key of `weights`, drawn in proportion to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** About normal: mean 0, deviation 1, bounded to +-3.5 (sum of uniforms). */
  normal(): number;
  digits(count: number): string;
  letters(count: number): string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Creates the source for a key, e.g. `createRng(seed, 'lead', date, team, 3)`. */
export function createRng(...key: readonly (string | number)[]): Rng {
  const next = sfc32(key.join('|'));
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => pick(items, next()),
    weighted: (weights) => weighted(weights, next()),
    normal: () => (next() + next() + next() + next() + next() + next() - 3) * Math.SQRT2,
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
    letters: (count) => Array.from({ length: count }, () => ALPHABET[int(0, ALPHABET.length - 1)]).join(''),
  };
}

function pick<T>(items: readonly T[], draw: number): T {
  const item = items[Math.floor(draw * items.length)];
  if (item === undefined) throw new Error('pick from an empty list');
  return item;
}

function weighted<K extends string>(weights: Readonly<Record<K, number>>, draw: number): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = draw * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return pick(entries, 0)[0];
}

/** sfc32 (Chris Doty-Humphrey, public domain) seeded by FNV-1a hashes of the key. */
function sfc32(key: string): () => number {
  let a = fnv1a(key, 0x811c9dc5);
  let b = fnv1a(key, a ^ 0x9e3779b9);
  let c = fnv1a(key, b ^ 0x243f6a88);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();
  return next;
}

function fnv1a(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
