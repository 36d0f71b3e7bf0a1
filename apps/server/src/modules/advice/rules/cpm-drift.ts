import { between, claim, overviewFact, plain, rangeOf, type Rule } from '../rule.ts';

const DEARER = 1.25;
const MIN_IMPRESSIONS = 10_000;

/** The auction is dearer than in any of the four weeks before. Impressions are so many that chance plays no part. */
export const cpmDrift: Rule = {
  key: 'cpm_drift',
  needs: ['meta', 'rates'],
  compares: 'weeks',
  of: 'team',
  judge({ of, weeks }) {
    const [now] = weeks;
    const range = rangeOf(weeks, ({ metrics }) => plain(metrics.cpm));
    const [cpm, impressions] = [plain(now?.metrics.cpm ?? null), now?.metrics.impressions ?? null];
    if (
      now === undefined ||
      range === null ||
      cpm === null ||
      impressions === null ||
      impressions < MIN_IMPRESSIONS
    )
      return 'few_data';
    if (cpm <= range.highest * DEARER) return [];
    const [low, high] = [
      overviewFact('cpm_low', range.low, 'cpm'),
      overviewFact('cpm_high', range.high, 'cpm'),
    ];
    return claim({
      ...{ rule: 'cpm_drift', of, subject: '', names: {}, period: now, headline: 'cpm' },
      n: { value: impressions, of: 'impressions' },
      facts: [
        overviewFact('cpm', now, 'cpm'),
        overviewFact('impressions', now, 'impressions'),
        overviewFact('spend', now, 'spend'),
        low,
        high,
      ],
      expected: between('cpm', low, high, 'money'),
      confidence: cpm > range.highest * DEARER * DEARER ? 'high' : 'medium',
      stake: Math.round((plain(now.metrics.spend) ?? 0) * (1 - range.mean / cpm)),
    });
  },
};
