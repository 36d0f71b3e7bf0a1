import { between, claim, overviewFact, plain, rangeOf, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const DEARER = 1.25;
const MIN_EXPECTED_SALES = 10;

/** A sale costs more than in any of the three fortnights before, and there are fewer than the money should have brought. */
export const cpaDrift: Rule = {
  key: 'cpa_drift',
  needs: ['meta', 'rates', 'amocrm'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, fortnights }) {
    const [now] = fortnights;
    const range = rangeOf(fortnights, ({ metrics }) => plain(metrics.cpa));
    const [cpa, spend] = [plain(now?.metrics.cpa ?? null), plain(now?.metrics.spend ?? null)];
    if (now === undefined || range === null || range.lowest <= 0 || cpa === null || spend === null)
      return 'few_data';
    const mean = spend / range.mean;
    if (mean < MIN_EXPECTED_SALES) return 'few_data';
    const chance = chanceOfAtMost(now.metrics.sales, mean);
    if (cpa <= range.highest * DEARER || chance > SURPRISE) return [];
    const [low, high] = [
      overviewFact('cpa_low', range.low, 'cpa'),
      overviewFact('cpa_high', range.high, 'cpa'),
    ];
    return claim({
      ...{ rule: 'cpa_drift', of, subject: '', names: {}, period: now, headline: 'cpa' },
      n: { value: now.metrics.sales, of: 'sales' },
      facts: [
        overviewFact('cpa', now, 'cpa'),
        overviewFact('sales', now, 'sales'),
        overviewFact('spend', now, 'spend'),
        low,
        high,
      ],
      expected: between('cpa', low, high, 'money'),
      confidence: confidenceOf(chance),
      stake: Math.round((spend - now.metrics.sales * range.mean) / 2),
    });
  },
};
