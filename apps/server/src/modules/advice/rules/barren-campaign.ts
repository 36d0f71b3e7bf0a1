import { adFact, claim, overviewFact, plain, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const MIN_LEADS = 10;
/** A sale or two may come round by another path; more than this part of what was due is another story. */
const HARDLY = 0.2;

/**
 * A campaign brings leads and, in 28 days, hardly a sale, where at the team's own CPA its money should have brought several.
 * Without leads its tags are to be looked at first: that is another rule.
 */
export const barrenCampaign: Rule = {
  key: 'barren_campaign',
  needs: ['meta', 'rates', 'landing', 'amocrm'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, campaigns28, fortnights, windows }) {
    const [newest, before] = fortnights;
    const cpa = plain(newest?.metrics.cpa ?? null);
    if (newest === undefined || before === undefined || cpa === null || newest.metrics.sales <= 0)
      return 'few_data';
    const candidates = campaigns28.filter(({ figures }) => (figures.leads ?? 0) >= MIN_LEADS);
    if (candidates.length === 0) return 'few_data';
    return candidates.flatMap((campaign) => {
      const spend = plain(campaign.figures.spend) ?? 0;
      const { sales, leads } = campaign.figures;
      if (sales === null || leads === null) return [];
      const chance = chanceOfAtMost(sales, spend / cpa);
      if (sales > (spend / cpa) * HARDLY || chance > SURPRISE) return [];
      return claim({
        ...{
          rule: 'barren_campaign',
          of,
          subject: `campaign:${campaign.id}`,
          names: { campaign: campaign.name },
        },
        ...{ period: windows.month, headline: 'sales' },
        n: { value: leads, of: 'leads' },
        facts: [
          adFact('spend', campaign, windows.month, 'spend'),
          adFact('leads', campaign, windows.month, 'leads'),
          adFact('sales', campaign, windows.month, 'sales'),
          overviewFact('cpa', newest, 'cpa'),
        ],
        confidence: confidenceOf(chance),
        stake: Math.round(spend / 4),
      });
    });
  },
};
