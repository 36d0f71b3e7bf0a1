import type { FunnelResponse, FunnelStage, SourceState } from '@traffic/contract';
import { Big } from 'big.js';
import { ratio, sumMoney } from '../../platform/money.ts';
import { compared } from './overview.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { addSums, knownSources, toMetrics } from './to-metrics.ts';

/**
 * The four stages of the funnel in order: spend, leads, Express, Flagman. Revenue and ROI count both
 * products. A stage whose source is not in order says `complete: false` and keeps what is known.
 */
export async function funnel(deps: ReportDeps, question: ReportQuestion): Promise<FunnelResponse> {
  const [head, { current }] = await Promise.all([
    envelope(deps, question),
    compared(deps, question, { rows: 'total' }),
  ]);
  const known = knownSources(head.sources);
  const sums = addSums(current);
  const total = toMetrics(sums, known);
  const inOrder = (key: SourceState['key']) =>
    head.sources.some((source) => source.key === key && source.status === 'ok');
  const share = (part: number, whole: number | null) =>
    whole === null ? null : ratio(String(part), String(whole), { factor: 100, decimals: 2 });
  const stages: FunnelStage[] = [
    {
      id: 'spend',
      title: 'Затраты',
      emoji: '💰',
      complete: inOrder('meta') && total.spend_unconverted === 0,
      conversionRate: null,
      metrics: {
        spend_usd: known.meta ? sums.spend_usd : null,
        spend_kzt: known.meta ? sums.spend_kzt : null,
        impressions: total.impressions,
        clicks: total.clicks,
      },
    },
    {
      id: 'proftest',
      title: 'Лиды ProfTest',
      emoji: '🧪',
      complete: inOrder('landing'),
      conversionRate: total.leads === null ? null : share(total.leads, total.clicks),
      metrics: { proftest_leads: total.leads },
    },
    {
      id: 'express',
      title: 'Express Course',
      emoji: '📚',
      complete: inOrder('amocrm'),
      conversionRate: share(total.express_purchases, total.leads),
      metrics: { express_purchases: total.express_purchases, express_revenue: total.express_revenue },
    },
    {
      id: 'main',
      title: 'Integrator Flagman',
      emoji: '🏆',
      complete: inOrder('amocrm'),
      conversionRate: share(total.flagman_purchases, total.express_purchases),
      metrics: { main_purchases: total.flagman_purchases, main_revenue: total.flagman_revenue },
    },
  ];
  const revenue = sumMoney([total.express_revenue, total.flagman_revenue]);
  return {
    ...head,
    team: question.team.kind === 'team' ? question.team.team : null,
    stages,
    totalRevenue: revenue,
    totalConversions: total.express_purchases + total.flagman_purchases,
    overallConversionRate: share(total.flagman_purchases, total.leads),
    roi:
      total.spend === null
        ? null
        : ratio(Big(revenue).minus(total.spend).toFixed(2), total.spend, { factor: 100, decimals: 2 }),
    timestamp: head.updated_at,
  };
}
