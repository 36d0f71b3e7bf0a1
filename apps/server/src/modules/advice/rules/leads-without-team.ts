import { between, claim, overviewFact, rangeOf, type Rule } from '../rule.ts';
import { chanceOfAtLeast, confidenceOf, SURPRISE } from '../statistics.ts';

const MORE = 1.5;
const MIN_LEADS = 20;

/** More leads than in any of the four weeks before cannot be given to a team: tags got lost on their way. */
export const leadsWithoutTeam: Rule = {
  key: 'leads_without_team',
  needs: ['landing'],
  compares: 'weeks',
  of: 'nobody',
  judge({ of, weeks }) {
    const [now] = weeks;
    const range = rangeOf(weeks, ({ metrics }) => metrics.leads);
    const leads = now?.metrics.leads ?? null;
    if (now === undefined || range === null || leads === null) return 'few_data';
    const chance = chanceOfAtLeast(leads, Math.max(1, range.mean));
    if (leads < MIN_LEADS || leads <= range.highest * MORE || chance > SURPRISE) return [];
    const [low, high] = [
      overviewFact('leads_low', range.low, 'leads'),
      overviewFact('leads_high', range.high, 'leads'),
    ];
    return claim({
      ...{ rule: 'leads_without_team', of, subject: '', names: {}, period: now, headline: 'leads' },
      n: { value: leads, of: 'leads' },
      facts: [overviewFact('leads', now, 'leads'), low, high],
      expected: between('leads', low, high, 'count'),
      confidence: confidenceOf(chance),
      stake: 0,
    });
  },
};
