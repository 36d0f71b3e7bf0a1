import { claim, overviewFact, plain, rangeOf, type Rule } from '../rule.ts';
import type { Block } from '../input.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const SLOWER = 0.75;
const MIN_CLICKS = 300;

const leadsPerClick = ({ metrics: { clicks, leads } }: Block) =>
  clicks === null || leads === null || clicks < MIN_CLICKS ? null : leads / clicks;

/** People click as before and leave fewer leads than in any of the four weeks before: the page between is slower or broken. */
export const landingStep: Rule = {
  key: 'landing_step',
  needs: ['meta', 'landing'],
  compares: 'weeks',
  of: 'team',
  judge({ of, weeks }) {
    const [now] = weeks;
    const range = rangeOf(weeks, leadsPerClick);
    const rate = now === undefined ? null : leadsPerClick(now);
    if (now === undefined || range === null || rate === null) return 'few_data';
    const { clicks, leads, spend } = now.metrics;
    const mean = (clicks ?? 0) * range.mean;
    const chance = chanceOfAtMost(leads ?? 0, mean);
    if (rate >= range.lowest * SLOWER || chance > SURPRISE) return [];
    return claim({
      ...{ rule: 'landing_step', of, subject: '', names: {}, period: now, headline: 'leads' },
      n: { value: clicks ?? 0, of: 'clicks' },
      facts: [
        overviewFact('clicks', now, 'clicks'),
        overviewFact('leads', now, 'leads'),
        overviewFact('clicks_before', range.low, 'clicks'),
        overviewFact('leads_before', range.low, 'leads'),
      ],
      confidence: confidenceOf(chance),
      stake: Math.round((plain(spend) ?? 0) * (1 - (leads ?? 0) / mean)),
    });
  },
};
