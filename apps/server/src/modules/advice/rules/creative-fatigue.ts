import { adFact, between, claim, plain, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const WORN = 0.65;
const MIN_IMPRESSIONS = { now: 3_000, before: 10_000 };
const MIN_EXPECTED_CLICKS = 50;

/** An ad that is still paid for is clicked much less than in the four weeks before: people have seen enough of it. */
export const creativeFatigue: Rule = {
  key: 'creative_fatigue',
  needs: ['meta'],
  compares: 'weeks',
  of: 'team',
  judge({ of, adsNow, adsBefore, windows }) {
    const [week] = windows.weeks;
    const earlier = new Map(adsBefore.map((ad) => [ad.id, ad]));
    const pairs = adsNow.flatMap((now) => {
      const before = earlier.get(now.id);
      return before !== undefined &&
        (now.figures.impressions ?? 0) >= MIN_IMPRESSIONS.now &&
        (before.figures.impressions ?? 0) >= MIN_IMPRESSIONS.before
        ? [{ now, before }]
        : [];
    });
    if (week === undefined || pairs.length === 0) return 'few_data';
    return pairs.flatMap(({ now, before }) => {
      const { clicks, impressions } = now.figures;
      const was = adFact('ctr_before', before, windows.monthBefore, 'ctr');
      if (clicks === null || impressions === null || before.figures.clicks === null) return [];
      const mean = (before.figures.clicks / (before.figures.impressions ?? 0)) * impressions;
      const chance = chanceOfAtMost(clicks, mean);
      if (clicks > mean * WORN || mean < MIN_EXPECTED_CLICKS || chance > SURPRISE) return [];
      return claim({
        ...{
          rule: 'creative_fatigue',
          of,
          subject: `ad:${now.id}`,
          names: { ad: now.name },
          headline: 'ctr',
        },
        period: week,
        n: { value: impressions, of: 'impressions' },
        facts: [
          adFact('ctr', now, week, 'ctr'),
          was,
          adFact('impressions', now, week, 'impressions'),
          adFact('spend', now, week, 'spend'),
        ],
        expected: between('ctr', was, was, 'percent'),
        confidence: confidenceOf(chance),
        stake: Math.round((plain(now.figures.spend) ?? 0) * (1 - clicks / mean)),
      });
    });
  },
};
