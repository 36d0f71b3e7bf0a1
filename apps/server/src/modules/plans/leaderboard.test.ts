import { expect, it } from 'vitest';
import { placesOf } from './leaderboard.ts';
import { planFigures } from './plan-figures.ts';

const row = (spend: string | null, revenue: string) => planFigures({ spend, revenue, sales: 1 });

it('places go by ROAS; below the floor, without spend or with unknown spend there is none', () => {
  const facts = [
    row('100', '200'),
    row('100', '300'),
    row('10', '490000'),
    row(null, '9'),
    row('0', '9'),
    null,
  ];
  expect(placesOf(facts, '50')).toEqual([2, 1, null, null, null, null]);
});

it('equal ones share a place and the next is skipped', () => {
  expect(placesOf([row('100', '200'), row('50', '100'), row('100', '100')], '50')).toEqual([1, 1, 3]);
});
