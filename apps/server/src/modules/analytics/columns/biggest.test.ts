import { expect, it } from 'vitest';
import { seeded } from '../../../testing/random-history.ts';
import { biggest } from './biggest.ts';

it('is the head of the sorted list, ties by number, for 200 random lists', () => {
  const random = seeded(5);
  for (let list = 0; list < 200; list += 1) {
    const values = Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 9));
    const before = (a: number, b: number) =>
      (values[a] ?? 0) === (values[b] ?? 0) ? a < b : (values[a] ?? 0) > (values[b] ?? 0);
    const sorted = values.map((_, index) => index).toSorted((a, b) => (before(a, b) ? -1 : 1));
    for (const limit of [1, 5, 100])
      expect(biggest(values.length, limit, before)).toEqual(sorted.slice(0, limit));
  }
});
