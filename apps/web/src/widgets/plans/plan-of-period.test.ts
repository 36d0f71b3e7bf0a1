import { describe, expect, it } from 'vitest';
import { paceVerdict, planDayOf } from './plan-of-period.ts';

const TODAY = '2026-11-20';

describe('planDayOf', () => {
  it.each([
    ['2026-10-22', '2026-11-20', TODAY],
    ['2026-11-16', '2026-11-22', TODAY],
    ['2026-11-09', '2026-11-15', '2026-11-09'],
    ['2026-11-10', '2026-11-15', null],
    ['2026-10-01', '2026-10-31', null],
    ['2026-11-02', '2026-11-15', null],
    ['2026-11-23', '2026-11-29', null],
  ])('%s to %s has the plan of %s', (start, end, expected) => {
    expect(planDayOf({ start, end }, TODAY)).toBe(expected);
  });
});

it('more spend than planned is neither good nor bad; revenue from 90 to 100 % is neither', () => {
  expect(paceVerdict('spend', '140.0')).toBe('flat');
  expect(['100.0', '95.0', '89.9'].map((pace) => paceVerdict('revenue', pace))).toEqual([
    'good',
    'flat',
    'bad',
  ]);
});
