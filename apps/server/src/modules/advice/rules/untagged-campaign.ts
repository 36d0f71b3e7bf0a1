import { adFact, claim, overviewFact, plain, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf } from '../statistics.ts';

const MIN_CLICKS = 300;
const MIN_EXPECTED_LEADS = 10;

/** A campaign is clicked, and no lead names it, where clicks of this team bring leads: its links have no tags. */
export const untaggedCampaign: Rule = {
  key: 'untagged_campaign',
  needs: ['meta', 'landing'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, campaigns14, fortnights, windows }) {
    const [now] = fortnights;
    const [period] = windows.fortnights;
    const { leads, clicks } = now?.metrics ?? { leads: null, clicks: null };
    if (now === undefined || period === undefined || !leads || !clicks) return 'few_data';
    const candidates = campaigns14.filter(({ figures }) => (figures.clicks ?? 0) >= MIN_CLICKS);
    if (candidates.length === 0) return 'few_data';
    return candidates.flatMap((campaign) => {
      const clicked = campaign.figures.clicks ?? 0;
      const mean = (clicked * leads) / clicks;
      // Sales of people who came before the tags were lost may still name it.
      // And leads that nobody delivered are not leads that name nothing.
      if (campaign.figures.leads !== 0 || mean < MIN_EXPECTED_LEADS) return [];
      return claim({
        ...{
          rule: 'untagged_campaign',
          of,
          subject: `campaign:${campaign.id}`,
          names: { campaign: campaign.name },
        },
        ...{ period, headline: 'leads' },
        n: { value: clicked, of: 'clicks' },
        facts: [
          adFact('spend', campaign, period, 'spend'),
          adFact('clicks', campaign, period, 'clicks'),
          adFact('leads', campaign, period, 'leads'),
          overviewFact('team_leads', now, 'leads'),
          overviewFact('team_clicks', now, 'clicks'),
        ],
        confidence: confidenceOf(chanceOfAtMost(0, mean)),
        stake: Math.round((plain(campaign.figures.spend) ?? 0) / 2),
      });
    });
  },
};
