import type { AdObject } from '../input.ts';
import { adFact, claim, plain, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const MIN_SALES = 10;
const MIN_SHARE = 0.1;
const DEARER = 2;

type Priced = { campaign: AdObject; spend: number; sales: number; cpa: number; roas: number };

/** Of one team's campaigns the dearest sells at twice the price of the cheapest, and returns no more on the money either. */
export const budgetToMove: Rule = {
  key: 'budget_to_move',
  needs: ['meta', 'rates', 'amocrm'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, campaigns28, windows }) {
    const total = campaigns28.reduce((sum, { figures }) => sum + (plain(figures.spend) ?? 0), 0);
    const priced = campaigns28
      .flatMap((campaign): Priced[] => {
        const [spend, cpa, roas] = [campaign.figures.spend, campaign.figures.cpa, campaign.figures.roas].map(
          plain,
        );
        const { sales } = campaign.figures;
        if (spend == null || sales === null || cpa == null || roas == null) return [];
        return sales >= MIN_SALES && spend >= total * MIN_SHARE
          ? [{ campaign, spend, sales, cpa, roas }]
          : [];
      })
      .toSorted((a, b) => a.cpa - b.cpa);
    const [best, worst] = [priced[0], priced.at(-1)];
    if (best === undefined || worst === undefined || best === worst) return 'few_data';
    const sales = best.sales + worst.sales;
    const mean = (sales * worst.spend) / (best.spend + worst.spend);
    const chance = chanceOfAtMost(worst.sales, mean);
    if (worst.cpa < best.cpa * DEARER || best.roas < worst.roas || chance > SURPRISE) return [];
    const fact = (key: 'cpa' | 'sales' | 'roas', one: Priced, suffix: string) =>
      adFact(`${key}_${suffix}`, one.campaign, windows.month, key);
    return claim({
      ...{ rule: 'budget_to_move', of, subject: `campaign:${worst.campaign.id}`, headline: 'cpa_dear' },
      names: { dear: worst.campaign.name, cheap: best.campaign.name },
      period: windows.month,
      n: { value: sales, of: 'sales' },
      facts: [
        fact('cpa', worst, 'dear'),
        fact('sales', worst, 'dear'),
        fact('roas', worst, 'dear'),
        fact('cpa', best, 'cheap'),
        fact('sales', best, 'cheap'),
        fact('roas', best, 'cheap'),
      ],
      confidence: confidenceOf(chance),
      stake: Math.round((worst.spend - worst.sales * best.cpa) / 4),
    });
  },
};
