import { expect, it } from 'vitest';
import { seeded } from '../../../testing/random-history.ts';
import { chainedLevel, firstLevel, hashedLevel } from './levels.ts';
import { createScratch } from './scratch.ts';

it.each([
  ['chained', chainedLevel],
  ['hashed', hashedLevel],
])(
  '%s: equal pairs have one number, others another, counted from 0, also in memory used before',
  (_name, create) => {
    const scratch = createScratch();
    const random = seeded(11);
    for (const rows of [5000, 300, 4000]) {
      const outer = Int32Array.from({ length: rows }, () => Math.floor(random() * 50) - 1);
      const codes = Int32Array.from({ length: rows }, () => Math.floor(random() * 70) - 1);
      const numbers = outer.slice();
      const level = create({ scratch, name: 'test', most: rows + 1 });
      level.number(numbers.subarray(0, 100), codes.subarray(0, 100));
      level.number(numbers.subarray(100), codes.subarray(100));
      const known = new Map<string, number>();
      const expected = [...numbers].map((_, row) => {
        if (outer[row] === -1) return [-1];
        const pair = `${outer[row]} ${codes[row]}`;
        if (!known.has(pair)) known.set(pair, known.size);
        return [known.get(pair), outer[row], codes[row]];
      });
      const found = [...numbers].map((number) =>
        number === -1 ? [-1] : [number, level.outer(number), level.code(number)],
      );
      expect(found).toEqual(expected);
      expect(level.count).toBe(known.size);
    }
  },
);

it('the first level counts codes, rows that are not taken left out', () => {
  const numbers = Int32Array.from([0, 0, -1, 0, 0]);
  const level = firstLevel({ scratch: createScratch(), name: 'test', most: 6 }, 9);
  level.number(numbers, Int32Array.from([7, -1, 3, 7, 8]));
  expect([...numbers]).toEqual([0, 1, -1, 0, 2]);
  expect([0, 1, 2].map((group) => level.code(group))).toEqual([7, -1, 8]);
});
