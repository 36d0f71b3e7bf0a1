import { expect, it } from 'vitest';
import { createWaitingLine } from './waiting-line.ts';

const MB = 1024 * 1024;
const line = (...sizes: number[]) => {
  const waiting = createWaitingLine<number>((size) => size);
  for (const size of sizes) waiting.push(size);
  return waiting;
};

it('gives batches of at most 200, in the order of arrival', () => {
  const waiting = line(...Array.from({ length: 450 }, (_, index) => index));
  expect([waiting.take(), waiting.take(), waiting.take()].map((batch) => [batch[0], batch.length])).toEqual([
    [0, 200],
    [200, 200],
    [400, 50],
  ]);
  expect(waiting.isEmpty()).toBe(true);
});

it('gives few large bodies at once, but never none', () => {
  const waiting = line(5 * MB, 2 * MB, 2 * MB, 9 * MB, 1);
  expect([
    waiting.take().length,
    waiting.take().length,
    waiting.take().length,
    waiting.take().length,
  ]).toEqual([2, 1, 1, 1]);
});

it('is full by bytes before memory is, and by number', () => {
  expect(line(...Array.from({ length: 12 }, () => 5 * MB)).isFull()).toBe(false);
  expect(line(...Array.from({ length: 13 }, () => 5 * MB)).isFull()).toBe(true);
  expect(line(...Array.from({ length: 5_000 }, () => 1)).isFull()).toBe(true);
});
