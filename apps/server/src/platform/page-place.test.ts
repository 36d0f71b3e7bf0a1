import { expect, it } from 'vitest';
import { readPagePlace } from './page-place.ts';

it('reads what a list gave out', () => {
  expect(readPagePlace('2026-11-28T06:20:13.000Z_2827')).toEqual({
    at: '2026-11-28T06:20:13.000Z',
    id: '2827',
  });
});

it.each([
  ['an instant alone', '2026-11-28T06:20:13.000Z'],
  ['something behind it', '2026-11-28T06:20:13.000Z_2827x'],
  ['a month 13', '2026-13-45T00:00:00.000Z_1'],
  ['a 30 February', '2026-02-30T00:00:00.000Z_1'],
  ['a year 0', '0000-01-01T00:00:00.000Z_1'],
  ['an id beyond a bigint', '2026-11-28T06:20:13.000Z_9223372036854775808'],
])('refuses %s', (_, cursor) => {
  expect(() => readPagePlace(cursor)).toThrow('next_cursor');
});
