import type { PlanFigures, PlanLimits, PlanProposal, PlanRefusal } from '@traffic/contract';
import { Big } from 'big.js';
import { addFigures, planFigures } from './plan-figures.ts';

/** A full week of a team as reported; `incomplete` when a source that the plan stands on was late for it. */
export type BaseWeek = { start: string; end: string; figures: PlanFigures; incomplete: boolean };

/**
 * A plan from the last full weeks: their mean, grown. The limits bind the spend, since that is what a buyer decides: it may
 * not be so much that the planned revenue misses the ROAS or the planned sales cost more than the CPA.
 * Refused when there is nothing to grow from.
 */
export function proposePlan(weeks: readonly BaseWeek[], limits: PlanLimits): PlanProposal {
  const shown = weeks.map(({ start, end, figures }) => ({ start, end, figures }));
  const refusal = refusalOf(weeks);
  if (refusal !== null) return { figures: null, refusal, limited_by: [], weeks: shown };
  const sum = addFigures(weeks.map(({ figures }) => figures));
  const factor = new Big(limits.growth_percent).div(100).plus(1).div(weeks.length);
  const revenue = new Big(sum.revenue).times(factor).round(0, Big.roundHalfUp);
  const sales = new Big(sum.sales).times(factor).round(0, Big.roundUp);
  const { spend, limitedBy } = boundSpend(new Big(sum.spend ?? 0).times(factor), revenue, sales, limits);
  return {
    figures: planFigures({
      revenue: revenue.toFixed(2),
      sales: Number(sales.toFixed(0)),
      spend: spend.round(0, Big.roundDown).toFixed(2),
    }),
    refusal: null,
    limited_by: limitedBy,
    weeks: shown,
  };
}

/** An unlaunched team's empty weeks are no weeks of low sales, so that one week is no base for the next. */
function refusalOf(weeks: readonly BaseWeek[]): PlanRefusal | null {
  if (weeks.some(({ incomplete, figures }) => incomplete || figures.spend === null)) return 'incomplete';
  const active = weeks.filter(({ figures }) => Number(figures.sales) !== 0 || !isZero(figures.spend));
  if (active.length === 0 || active.length < weeks.length) return 'no_history';
  const sum = addFigures(weeks.map(({ figures }) => figures));
  if (isZero(sum.spend)) return 'no_spend';
  return sum.sales <= 0 || new Big(sum.revenue).lte(0) ? 'no_sales' : null;
}

const isZero = (amount: string | null) => amount === null || new Big(amount).eq(0);

function boundSpend(grown: Big, revenue: Big, sales: Big, limits: PlanLimits) {
  const limitedBy: PlanProposal['limited_by'] = [];
  let spend = grown;
  const bound = (by: (typeof limitedBy)[number], most: Big | null) => {
    if (most === null || spend.lte(most)) return;
    spend = most;
    limitedBy.push(by);
  };
  bound('min_roas', limits.min_roas === null ? null : revenue.div(limits.min_roas));
  bound('max_cpa', limits.max_cpa === null ? null : sales.times(limits.max_cpa));
  return { spend, limitedBy };
}
