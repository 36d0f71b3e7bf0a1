import { expect, it } from 'vitest';
import { cpaDrift } from './cpa-drift.ts';
import { steadyInput } from './input-factory.ts';

it('1,000,000 for 40 sales instead of 80 is told, for 70 it is not, and few expected sales are not judged', () => {
  expect(cpaDrift.judge(steadyInput({ fortnight: { sales: 40 } }))).toMatchObject([
    { headline: 'cpa', n: { value: 40 } },
  ]);
  expect(cpaDrift.judge(steadyInput({ fortnight: { sales: 70 } }))).toEqual([]);
  expect(cpaDrift.judge(steadyInput({ fortnight: { sales: 1, spend: '100000.00' } }))).toBe('few_data');
});
