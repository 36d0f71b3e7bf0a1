import type { SalesFunnel, SalesTotalResponse } from '@traffic/contract';
import { Big } from 'big.js';
import { compared } from './overview.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { addSums, knownSources, toMetrics } from './to-metrics.ts';

type Totals = SalesTotalResponse['data'];

/** Sales and revenue of the period by product key: the figures of the overview, for one funnel or for all. */
export async function salesTotal(
  deps: ReportDeps,
  question: ReportQuestion,
  funnel: SalesFunnel | undefined,
): Promise<SalesTotalResponse> {
  const [head, { current }] = await Promise.all([
    envelope(deps, question),
    compared(deps, question, { rows: 'total' }),
  ]);
  const sums = addSums(current);
  const total = toMetrics(sums, knownSources(head.sources));
  const otherSales = total.sales - total.express_purchases - total.flagman_purchases;
  const otherRevenue = Big(total.revenue)
    .minus(total.express_revenue)
    .minus(total.flagman_revenue)
    .toFixed(2);
  const of: Record<SalesFunnel | 'all', Pick<Totals, 'total_sales' | 'total_revenue'>> = {
    all: { total_sales: total.sales, total_revenue: total.revenue },
    express: { total_sales: total.express_purchases, total_revenue: total.express_revenue },
    flagman: { total_sales: total.flagman_purchases, total_revenue: total.flagman_revenue },
    other: { total_sales: otherSales, total_revenue: otherRevenue },
  };
  const asked = (key: SalesFunnel) => funnel === undefined || funnel === key;
  return {
    ...head,
    data: {
      express_sales: asked('express') ? total.express_purchases : null,
      flagship_sales: asked('flagman') ? total.flagman_purchases : null,
      other_sales: asked('other') ? otherSales : null,
      ...of[funnel ?? 'all'],
      amount_unknown: total.sales_amount_unknown,
    },
  };
}
