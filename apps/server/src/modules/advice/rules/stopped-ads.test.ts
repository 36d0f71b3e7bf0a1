import { expect, it } from 'vitest';
import { steadyInput } from './input-factory.ts';
import { stoppedAds } from './stopped-ads.ts';

it('three days without spend are told of a team that spent every week, and of no other', () => {
  const nothing = { spend: '0.00', impressions: 0 };
  expect(stoppedAds.judge(steadyInput({ lastDays: nothing }))).toMatchObject([
    { headline: 'spend', n: { value: 3 } },
  ]);
  expect(stoppedAds.judge(steadyInput({ lastDays: { spend: '0.01' } }))).toEqual([]);
  const silent = steadyInput({ lastDays: nothing });
  for (const week of silent.weeks) week.metrics.spend = '0.00';
  expect(stoppedAds.judge(silent)).toBe('few_data');
});

it('spend that is unknown is not spend of nothing', () => {
  const input = steadyInput();
  input.lastDays.metrics.spend = null;
  expect(stoppedAds.judge(input)).toBe('few_data');
});
