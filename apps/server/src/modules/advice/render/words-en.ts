import type { AdviceWords } from './advice-words.ts';

export const en: AdviceWords = {
  cpl_drift: {
    title: 'A lead has become dearer',
    text: 'Over the week a lead cost {cpl}, with {leads} leads. In the four weeks before it was {cpl_low} to {cpl_high}.',
    action:
      'No single cause stands out: auction, clicks and page each moved a little. Compare the ads of these weeks.',
  },
  cpa_drift: {
    title: 'A sale has become dearer',
    text: 'Over two weeks a sale cost {cpa} (sales: {sales}). In the fortnights before it was {cpa_low} to {cpa_high}.',
    action:
      'The price of a lead and the step to a purchase are each normal. See which campaigns stopped selling.',
  },
  cpm_drift: {
    title: 'Impressions have become dearer',
    text: 'A thousand impressions cost {cpm} over the week. In the four weeks before it was {cpm_low} to {cpm_high}.',
    action: 'See whether the audience became too narrow or your ad sets bid against each other.',
  },
  creative_fatigue: {
    title: 'The ad “{ad}” is worn out',
    text: '{ctr} of impressions are clicked, in the four weeks before it was {ctr_before}. It cost {spend} over the week.',
    action: 'Replace the creative or stop the ad.',
  },
  landing_step: {
    title: 'Clicks come, leads do not',
    text: 'Over the week {clicks} clicks gave {leads} leads. In the weakest of the four weeks before {clicks_before} clicks gave {leads_before}.',
    action: 'Open the landing page on a phone: speed, form, sending it.',
  },
  sales_step: {
    title: 'Leads buy less often',
    text: 'Of the week’s {persons} people {sales} bought within their first seven days. In the weakest of the earlier weeks {sales_before} of {persons_before} did.',
    action: 'See whether leads are reached by phone and what changed in sales.',
  },
  barren_campaign: {
    title: 'The campaign “{campaign}” hardly sells',
    text: 'Over four weeks {spend} was spent, leads: {leads}, sales: {sales}. A sale of this team cost {cpa} over the last two weeks.',
    action: 'Stop the campaign or change its audience: its leads hardly buy.',
  },
  untagged_campaign: {
    title: 'The campaign “{campaign}” has no tags',
    text: 'Over two weeks {spend} was spent for {clicks} clicks, and {leads} leads carry its tag. The whole team has {team_leads} leads for {team_clicks} clicks.',
    action: 'Check the UTM tags in the links of its ads: build them on the UTM page.',
  },
  budget_to_move: {
    title: 'Budget could move',
    text: 'Over four weeks a sale from “{dear}” cost {cpa_dear} (sales: {sales_dear}, ROAS {roas_dear}), from “{cheap}” {cpa_cheap} (sales: {sales_cheap}, ROAS {roas_cheap}).',
    action: 'Move budget step by step and watch whether the price holds.',
  },
  stopped_ads: {
    title: 'The ads are not running',
    text: 'Spend of the last three days is {spend}; a recent week had {spend_before}.',
    action: 'Check the payment and the state of the ad account.',
  },
  leads_without_team: {
    title: 'More leads without a team',
    text: 'Over the week {leads} leads were credited to nobody. In the four weeks before it was {leads_low} to {leads_high}.',
    action: 'See on “UTM sources” where they came from and which tag is missing.',
  },
  young_cohort: {
    title: 'Too early to judge the price of a sale',
    text: '{leads} leads came over the week, {leads_before} in the best one before, at {cpl} a lead. A sale looks dear, {cpa} (never above {cpa_before} before), but half of the buyers take {median_days} or longer.',
    action: 'Do not cut the budget until these people had the time to buy.',
  },
};
