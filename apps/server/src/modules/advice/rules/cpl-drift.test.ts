import { describe, expect, it } from 'vitest';
import { cplDrift } from './cpl-drift.ts';
import { steadyInput } from './input-factory.ts';

describe('a dear lead', () => {
  it('500,000 for 80 leads instead of 140 is 6,250 instead of 3,571.43', () => {
    const [found] = cplDrift.judge(steadyInput({ week: { leads: 80 } }));
    expect(found).toMatchObject({ headline: 'cpl', n: { value: 80, of: 'leads' }, confidence: 'high' });
    expect(found).toMatchObject({ expected: { low: '3571.43', high: '3571.43' } });
  });

  it('is nothing at 120 leads, and not judged below 20', () => {
    expect(cplDrift.judge(steadyInput({ week: { leads: 120 } }))).toEqual([]);
    expect(cplDrift.judge(steadyInput({ week: { leads: 19, spend: '90000.00' } }))).toBe('few_data');
  });
});
