import { describe, expect, it } from 'vitest';
import { paybackDay, timeToPayment } from './cohort-math.ts';

describe('paybackDay', () => {
  const paid = [
    { age: 0, revenue: '100.00' },
    { age: 9, revenue: '99.99' },
    { age: 40, revenue: '0.01' },
  ];
  it.each([
    ['100.00', 0],
    ['100.01', 9],
    ['200.00', 40],
    ['200.01', null],
    ['0.00', null],
  ])('a spend of %s is paid back on day %s', (spend, day) => expect(paybackDay(paid, spend)).toBe(day));
});

describe('timeToPayment', () => {
  it('half of the people had paid by the median; cohorts add up; buying before the lead is left out', () => {
    const rows = [
      { age: -3, first_payers: 5 },
      { age: 0, first_payers: 1 },
      { age: 3, first_payers: 1 },
      { age: 3, first_payers: 1 },
      { age: 200, first_payers: 1 },
    ];
    const { payers, median_days, buckets } = timeToPayment(rows);
    expect({ payers, median_days }).toEqual({ payers: 4, median_days: 3 });
    expect(buckets.filter((bucket) => bucket.payers > 0)).toEqual([
      { from: 0, to: 0, payers: 1 },
      { from: 2, to: 3, payers: 2 },
      { from: 91, to: null, payers: 1 },
    ]);
  });

  it('nobody paid: no median', () =>
    expect(timeToPayment([])).toMatchObject({ payers: 0, median_days: null }));
});
