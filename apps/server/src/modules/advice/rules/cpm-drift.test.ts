import { expect, it } from 'vitest';
import { cpmDrift } from './cpm-drift.ts';
import { steadyInput } from './input-factory.ts';

it('the same money for 200,000 impressions instead of 300,000 is told, for 260,000 it is not', () => {
  expect(cpmDrift.judge(steadyInput({ week: { impressions: 200_000 } }))).toMatchObject([
    { headline: 'cpm' },
  ]);
  expect(cpmDrift.judge(steadyInput({ week: { impressions: 260_000 } }))).toEqual([]);
  expect(cpmDrift.judge(steadyInput({ week: { impressions: 9_000 } }))).toBe('few_data');
});
