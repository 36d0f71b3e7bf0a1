import { between, claim, overviewFact, plain, rangeOf, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

/** Above the dearest of the four weeks before by this much: the weeks of a steady team differ by a tenth. */
const DEARER = 1.2;
const MIN_LEADS = 20;

/** A lead costs more than in any of the four weeks before, and there are fewer of them than the money should have brought. */
export const cplDrift: Rule = {
  key: 'cpl_drift',
  needs: ['meta', 'rates', 'landing'],
  compares: 'weeks',
  of: 'team',
  judge({ of, weeks }) {
    const [now] = weeks;
    const range = rangeOf(weeks, ({ metrics }) => plain(metrics.cpl));
    const [cpl, leads] = [plain(now?.metrics.cpl ?? null), now?.metrics.leads ?? null];
    if (now === undefined || range === null || cpl === null || leads === null || leads < MIN_LEADS)
      return 'few_data';
    const spend = plain(now.metrics.spend) ?? 0;
    const chance = chanceOfAtMost(leads, spend / range.mean);
    if (cpl <= range.highest * DEARER || chance > SURPRISE) return [];
    const [low, high] = [
      overviewFact('cpl_low', range.low, 'cpl'),
      overviewFact('cpl_high', range.high, 'cpl'),
    ];
    return claim({
      ...{ rule: 'cpl_drift', of, subject: '', names: {}, period: now, headline: 'cpl' },
      n: { value: leads, of: 'leads' },
      facts: [
        overviewFact('cpl', now, 'cpl'),
        overviewFact('leads', now, 'leads'),
        overviewFact('spend', now, 'spend'),
        low,
        high,
      ],
      expected: between('cpl', low, high, 'money'),
      confidence: confidenceOf(chance),
      stake: Math.round(spend - leads * range.mean),
    });
  },
};
