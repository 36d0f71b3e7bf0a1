import { expect, it } from 'vitest';
import { steadyInput } from './input-factory.ts';
import { youngCohort } from './young-cohort.ts';

const surge = { week: { leads: 300, spend: '1050000.00' }, fortnight: { spend: '1700000.00', sales: 90 } };

it('twice the leads at the same price and a dear sale are a caution', () => {
  expect(youngCohort.judge(steadyInput(surge))).toMatchObject([{ headline: 'cpa', confidence: 'medium' }]);
});

it('not when the leads are dear too, nor when sales are not', () => {
  expect(youngCohort.judge(steadyInput({ ...surge, week: { leads: 300, spend: '1500000.00' } }))).toEqual([]);
  expect(
    youngCohort.judge(steadyInput({ ...surge, fortnight: { spend: '1700000.00', sales: 140 } })),
  ).toEqual([]);
});
