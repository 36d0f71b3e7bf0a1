import { claim, overviewFact, plain, rangeOf, type Rule } from '../rule.ts';

const MORE_LEADS = 1.4;
const SAME_CPL = 1.2;
const DEARER = 1.1;

/**
 * Many more people than in any of the four weeks before came at the usual price, and sales look dear only because most of
 * them have not had the time to buy. A caution, not an alarm: it stands in the way of cutting a good campaign.
 */
export const youngCohort: Rule = {
  key: 'young_cohort',
  needs: ['meta', 'rates', 'landing', 'amocrm'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, weeks, fortnights, cohorts, windows }) {
    const [[week], [now]] = [weeks, fortnights];
    const leads = rangeOf(weeks, ({ metrics }) => metrics.leads);
    const cpl = rangeOf(weeks, ({ metrics }) => plain(metrics.cpl));
    const cpa = rangeOf(fortnights, ({ metrics }) => plain(metrics.cpa));
    const median = cohorts.time_to_payment.median_days;
    if (
      week === undefined ||
      now === undefined ||
      leads === null ||
      cpl === null ||
      cpa === null ||
      median === null
    )
      return 'few_data';
    const figures = [week.metrics.leads, plain(week.metrics.cpl), plain(now.metrics.cpa)];
    const [leadsNow, cplNow, cpaNow] = figures;
    if (leadsNow == null || cplNow == null || cpaNow == null) return 'few_data';
    const surge = leadsNow > leads.highest * MORE_LEADS && cplNow <= cpl.highest * SAME_CPL;
    if (!surge || cpaNow <= cpa.highest * DEARER) return [];
    return claim({
      ...{ rule: 'young_cohort', of, subject: '', names: {}, period: now, headline: 'cpa' },
      n: { value: leadsNow, of: 'leads' },
      facts: [
        overviewFact('leads', week, 'leads'),
        overviewFact('leads_before', leads.high, 'leads'),
        overviewFact('cpl', week, 'cpl'),
        overviewFact('cpa', now, 'cpa'),
        overviewFact('cpa_before', cpa.high, 'cpa'),
        {
          ...{ key: 'median_days', value: String(median), unit: 'days', period: windows.cohorts },
          query: { report: 'cohorts', of: 'median_days' },
        },
      ],
      confidence: 'medium',
      stake: Math.round((plain(now.metrics.spend) ?? 0) / 2),
    });
  },
};
