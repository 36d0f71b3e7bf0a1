import { expect, it } from 'vitest';
import { barrenCampaign } from './barren-campaign.ts';
import { adObject, steadyInput, untoldCampaign } from './input-factory.ts';

const judge = (change: Parameters<typeof adObject>[1]) =>
  barrenCampaign.judge(steadyInput({ campaigns28: [adObject('c1', change)] }));

it('500,000 at a CPA of 12,500 should have sold 40 times: none is told, 20 are not', () => {
  expect(judge({ sales: 0 })).toMatchObject([{ subject: 'campaign:c1', headline: 'sales' }]);
  expect(judge({ sales: 20 })).toEqual([]);
});

it('little money proves nothing, and without leads it is a question of tags', () => {
  expect(judge({ sales: 0, spend: '20000.00' })).toEqual([]);
  expect(judge({ sales: 0, leads: 0 })).toBe('few_data');
});

it('of a campaign whose name others have nothing is said: its leads and sales are unknown, not none', () => {
  expect(barrenCampaign.judge(steadyInput({ campaigns28: [untoldCampaign('c1')] }))).toBe('few_data');
});
