import { expect, it } from 'vitest';
import { steadyInput } from './input-factory.ts';
import { landingStep } from './landing-step.ts';

it('60 leads of 5,000 clicks instead of 140 are told with both weeks; 120 are not; few clicks are not judged', () => {
  const [found] = landingStep.judge(steadyInput({ week: { leads: 60 } }));
  expect(found).toMatchObject({ n: { value: 5000, of: 'clicks' } });
  expect(landingStep.judge(steadyInput({ week: { leads: 120 } }))).toEqual([]);
  expect(landingStep.judge(steadyInput({ week: { clicks: 200, leads: 1 } }))).toBe('few_data');
});
