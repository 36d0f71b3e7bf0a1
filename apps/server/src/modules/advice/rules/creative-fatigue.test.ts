import { expect, it } from 'vitest';
import { creativeFatigue } from './creative-fatigue.ts';
import { adObject, steadyInput } from './input-factory.ts';

const judge = (clicks: number, impressions = 50_000) =>
  creativeFatigue.judge(
    steadyInput({
      adsNow: [
        adObject('ad1', { clicks, impressions }, 'c1'),
        adObject('ad2', { clicks: 800, impressions: 50_000 }, 'c1'),
      ],
      adsBefore: ['ad1', 'ad2'].map((id) => adObject(id, { clicks: 3_400, impressions: 200_000 }, 'c1')),
    }),
  );

it('an ad clicked by 0.7 % of impressions after 1.7 % is worn out; its neighbour is not', () => {
  expect(judge(350)).toMatchObject([{ subject: 'ad:ad1', headline: 'ctr', names: { ad: 'Name of ad1' } }]);
  expect(judge(700)).toEqual([]);
});

it('a new ad, or one hardly shown, is not judged', () => {
  expect(creativeFatigue.judge(steadyInput({ adsNow: [adObject('new', {}, 'c1')] }))).toBe('few_data');
});
