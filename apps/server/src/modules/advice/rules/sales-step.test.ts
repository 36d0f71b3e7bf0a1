import { expect, it } from 'vitest';
import { steadyInput, weeklyCohorts } from './input-factory.ts';
import { salesStep } from './sales-step.ts';

const judge = (last: number, weeks = 4) =>
  salesStep.judge(
    steadyInput({
      cohorts: weeklyCohorts([
        ...Array.from({ length: weeks }, () => ({ persons: 140, sales: 28 })),
        { persons: 140, sales: last },
      ]),
    }),
  );

it('8 buyers of 140 people instead of 28 are told, 24 are not, and a fifth week is needed', () => {
  expect(judge(8)).toMatchObject([{ headline: 'sales', n: { value: 140, of: 'leads' } }]);
  expect(judge(24)).toEqual([]);
  expect(judge(8, 3)).toBe('few_data');
});

it('a week whose seven days are not over for everybody is not judged', () => {
  const cohorts = weeklyCohorts(Array.from({ length: 6 }, () => ({ persons: 140, sales: 28 })));
  const [cell] = cohorts.cohorts.at(-1)?.cells ?? [];
  if (cell) Object.assign(cell, { finished: false, sales: 1 });
  expect(salesStep.judge(steadyInput({ cohorts }))).toEqual([]);
});
