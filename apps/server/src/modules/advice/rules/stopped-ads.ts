import { claim, overviewFact, plain, type Rule } from '../rule.ts';

/** A team that spent in each of the four weeks before has spent nothing for three whole days. */
export const stoppedAds: Rule = {
  key: 'stopped_ads',
  needs: ['meta', 'rates'],
  compares: 'lastDays',
  of: 'team',
  judge({ of, weeks, lastDays }) {
    const [, before, ...earlier] = weeks;
    const spent = [before, ...earlier].map((week) => plain(week?.metrics.spend ?? null));
    const now = plain(lastDays.metrics.spend);
    if (before === undefined || now === null || spent.some((one) => one === null || one <= 0))
      return 'few_data';
    if (now !== 0 || lastDays.metrics.impressions !== 0) return [];
    return claim({
      ...{ rule: 'stopped_ads', of, subject: '', names: {}, period: lastDays, headline: 'spend' },
      n: { value: 3, of: 'days' },
      facts: [overviewFact('spend', lastDays, 'spend'), overviewFact('spend_before', before, 'spend')],
      confidence: 'high',
      stake: Math.round(spent[0] ?? 0),
    });
  },
};
