import { expect, it } from 'vitest';
import { steadyInput } from './input-factory.ts';
import { leadsWithoutTeam } from './leads-without-team.ts';

it('250 leads of nobody after weeks of 140 are told, 160 are not, and fewer than 20 never', () => {
  expect(leadsWithoutTeam.judge(steadyInput({ week: { leads: 250 } }))).toMatchObject([
    { n: { value: 250 } },
  ]);
  expect(leadsWithoutTeam.judge(steadyInput({ week: { leads: 160 } }))).toEqual([]);
  const few = steadyInput({ week: { leads: 19 } });
  for (const week of few.weeks.slice(1)) week.metrics.leads = 1;
  expect(leadsWithoutTeam.judge(few)).toEqual([]);
});
