import type { MetricValues, PlanFigures } from '@traffic/contract';
import { ratio, sumMoney } from '../../platform/money.ts';

type Sums = Pick<PlanFigures, 'revenue' | 'sales' | 'spend'>;

/** The three sums with the ratios that follow from them. */
export function planFigures({ revenue, sales, spend }: Sums): PlanFigures {
  return {
    ...{ revenue, sales, spend },
    roas: spend === null ? null : ratio(revenue, spend, { decimals: 4 }),
    cpa: spend === null ? null : ratio(spend, String(sales)),
  };
}

/** What a report says of the week, in the words of a plan: the very same figures. */
export const reportedFigures = ({ revenue, sales, spend, roas, cpa }: MetricValues): PlanFigures => ({
  ...{ revenue, sales, spend, roas, cpa },
});

/** Sums of sums, ratios recomputed. Spend is unknown when that of one is. */
export function addFigures(rows: readonly Sums[]): PlanFigures {
  const spends = rows.map(({ spend }) => spend);
  const known = spends.filter((spend) => spend !== null);
  return planFigures({
    revenue: sumMoney(rows.map(({ revenue }) => revenue)),
    sales: rows.reduce((sum, { sales }) => sum + sales, 0),
    spend: known.length < spends.length ? null : sumMoney(known),
  });
}
