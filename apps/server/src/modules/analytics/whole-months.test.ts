import { expect, it } from 'vitest';
import { wholeMonths } from './whole-months.ts';

it.each([
  ['2026-01-01', '2026-01-31', ['2026-01-01']],
  ['2026-01-01', '2026-01-30', []],
  ['2026-01-02', '2026-01-31', []],
  ['2024-01-31', '2024-03-01', ['2024-02-01']],
  ['2025-11-21', '2026-02-28', ['2025-12-01', '2026-01-01', '2026-02-01']],
  ['2026-12-05', '2026-12-05', []],
])('whole months of %s..%s are %j', (start, end, months) => {
  expect(wholeMonths([{ start, end }])).toEqual(months);
});
