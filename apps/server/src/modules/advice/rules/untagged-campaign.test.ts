import { expect, it } from 'vitest';
import { adObject, steadyInput, untoldCampaign } from './input-factory.ts';
import { untaggedCampaign } from './untagged-campaign.ts';

const judge = (change: Parameters<typeof adObject>[1]) =>
  untaggedCampaign.judge(steadyInput({ campaigns14: [adObject('c1', change)] }));

it('5,000 clicks without a lead, where the team has 280 of 10,000, are told; one lead is enough to keep silent', () => {
  expect(judge({ leads: 0 })).toMatchObject([{ subject: 'campaign:c1', n: { value: 5000, of: 'clicks' } }]);
  expect(judge({ leads: 1 })).toEqual([]);
});

it('few clicks are not judged', () => {
  expect(judge({ leads: 0, clicks: 299 })).toBe('few_data');
  expect(judge({ leads: 0, clicks: 310 })).toEqual([]);
});

it('of a campaign whose name others have nothing is said: its leads are unknown, not none', () => {
  expect(untaggedCampaign.judge(steadyInput({ campaigns14: [untoldCampaign('c1')] }))).toEqual([]);
});
