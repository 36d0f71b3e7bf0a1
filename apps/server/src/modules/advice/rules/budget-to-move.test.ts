import { expect, it } from 'vitest';
import { budgetToMove } from './budget-to-move.ts';
import { adObject, steadyInput } from './input-factory.ts';

const judge = (dear: Parameters<typeof adObject>[1], cheap: Parameters<typeof adObject>[1] = {}) =>
  budgetToMove.judge(steadyInput({ campaigns28: [adObject('cheap', cheap), adObject('dear', dear)] }));

it('sales at 41,667 beside sales at 12,500 of the same money are told', () => {
  expect(judge({ sales: 12, revenue: '300000.00' })).toMatchObject([
    { subject: 'campaign:dear', headline: 'cpa_dear' },
  ]);
});

it('not when the dear one returns more money, nor at less than twice the price', () => {
  expect(judge({ sales: 12, revenue: '3000000.00' })).toEqual([]);
  expect(judge({ sales: 25, revenue: '300000.00' })).toEqual([]);
});

it('few sales, or a campaign of a tenth of the budget, are not compared', () => {
  expect(judge({ sales: 9 })).toBe('few_data');
  expect(judge({ sales: 12, spend: '40000.00' })).toBe('few_data');
});
