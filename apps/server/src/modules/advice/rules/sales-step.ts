import type { Fact } from '../finding.ts';
import type { Input } from '../input.ts';
import { claim, plain, type Rule } from '../rule.ts';
import { chanceOfAtMost, confidenceOf, SURPRISE } from '../statistics.ts';

const SLOWER = 0.75;
const MIN_EXPECTED_SALES = 8;
const MIN_WEEKS = 4;

type Cohort = Input['cohorts']['cohorts'][number];
type Grown = { cohort: Cohort; persons: number; sales: number };

/** Whole weeks whose people have all had their first seven days, newest first. */
function grownCohorts(cohorts: readonly Cohort[]): Grown[] {
  return cohorts
    .flatMap((cohort) => {
      const [cell] = cohort.cells;
      const whole = Date.parse(cohort.end) - Date.parse(cohort.start) === 6 * 86_400_000;
      if (!whole || cell == null || !cell.finished || !cohort.persons) return [];
      return [{ cohort, persons: cohort.persons, sales: cell.sales }];
    })
    .toReversed();
}

/** Of a week's people fewer bought within their first seven days than of any of the weeks before. */
export const salesStep: Rule = {
  key: 'sales_step',
  needs: ['landing', 'amocrm'],
  compares: 'fortnights',
  of: 'team',
  judge({ of, cohorts, weeks, windows }) {
    const [now, ...earlier] = grownCohorts(cohorts.cohorts);
    if (now === undefined || earlier.length < MIN_WEEKS) return 'few_data';
    const before = earlier.slice(0, MIN_WEEKS).toSorted((a, b) => a.sales / a.persons - b.sales / b.persons);
    const [slowest] = before;
    const sum = (key: 'sales' | 'persons') => before.reduce((total, one) => total + one[key], 0);
    const mean = (now.persons * sum('sales')) / sum('persons');
    if (slowest === undefined || mean < MIN_EXPECTED_SALES) return 'few_data';
    const chance = chanceOfAtMost(now.sales, mean);
    if (now.sales / now.persons >= (slowest.sales / slowest.persons) * SLOWER || chance > SURPRISE) return [];
    const fact = (
      key: string,
      { cohort, persons, sales }: Grown,
      what: 'persons' | 'first_week_sales',
    ): Fact => ({
      ...{ key, value: String(what === 'persons' ? persons : sales), unit: 'count', period: windows.cohorts },
      query: { report: 'cohorts', cohort: cohort.start, of: what },
    });
    return claim({
      ...{ rule: 'sales_step', of, subject: '', names: {}, headline: 'sales' },
      period: { start: now.cohort.start, end: now.cohort.end },
      n: { value: now.persons, of: 'leads' },
      facts: [
        fact('persons', now, 'persons'),
        fact('sales', now, 'first_week_sales'),
        fact('persons_before', slowest, 'persons'),
        fact('sales_before', slowest, 'first_week_sales'),
      ],
      confidence: confidenceOf(chance),
      stake: Math.round((plain(weeks[0]?.metrics.spend ?? null) ?? 0) * (1 - now.sales / mean)),
    });
  },
};
