import { describe, expect, it } from 'vitest';
import { dailyValues } from './kpi-days.ts';

const days = [
  { day: '2026-11-18', spend: '1000', leads: 4, sales: 2, revenue: '3000' },
  { day: '2026-11-19', spend: null, leads: null, sales: 1, revenue: '500' },
  { day: '2026-11-20', spend: '700', leads: 0, sales: 0, revenue: '0' },
];

describe('the shape of a metric by day', () => {
  it('a day Meta did not deliver is a gap in spend and in everything divided by it', () => {
    expect(dailyValues(days, 'spend')).toEqual([1000, null, 700]);
    expect(dailyValues(days, 'roas')).toEqual([3, null, 0]);
  });

  it('CPA of a day without sales is a gap, not zero', () => {
    expect(dailyValues(days, 'cpa')).toEqual([500, null, null]);
  });

  it('zero leads are zero, unknown leads are a gap', () => {
    expect(dailyValues(days, 'leads')).toEqual([4, null, 0]);
  });
});
