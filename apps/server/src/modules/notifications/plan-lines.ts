import { type ChatLanguage, metricName, type PlanRow } from '@traffic/contract';
import { formatDecimal, formatMoney } from './format-figures.ts';
import { escapeHtml, textOf } from './notice-texts.ts';

/** One plan beside its fact, as `/api/v1/plans` says it. */
export type ReportedPlan = Pick<PlanRow, 'plan' | 'fact' | 'progress'>;

/** The plans of a week: of all teams together, and of each team that has one. */
export type ReportedPlans = {
  currency: string;
  total: ReportedPlan | null;
  lines: readonly (ReportedPlan & Pick<PlanRow, 'team'>)[];
};

/**
 * The part of a report about the plan of its week; none where nobody has one.
 *
 * @param team of the chat, whose own plan alone is told; null = all of them
 */
export function planLines(
  plans: ReportedPlans,
  team: { slug: string } | null,
  language: ChatLanguage,
): string[] {
  const everybody = textOf('report.everybody', language);
  const total = team === null && plans.total !== null ? [{ label: everybody, row: plans.total }] : [];
  const own = plans.lines
    .filter((line) => team === null || line.team.slug === team.slug)
    .map((row) => ({ label: `${row.team.emoji} ${escapeHtml(row.team.name)}`.trim(), row }));
  const said = [...total, ...own].map(
    ({ label, row }) => `${label}: ${figures(row, plans.currency, language)}`,
  );
  return said.length === 0 ? [] : ['', `🎯 <b>${textOf('plan.title', language)}</b>`, ...said];
}

function figures({ plan, fact, progress }: ReportedPlan, currency: string, language: ChatLanguage): string {
  if (plan === null) return '—';
  const money = (amount: string) => formatMoney(amount, currency, language);
  const percent = (value: string) => `${formatDecimal(value, 1, language)}\u00A0%`;
  const { done = null, pace = null } = progress?.revenue ?? {};
  const reached = [
    ...(done === null ? [] : [percent(done)]),
    ...(pace === null ? [] : [textOf('plan.pace', language, percent(pace))]),
  ];
  const name = (key: 'revenue' | 'sales') => metricName(key, language).toLowerCase();
  const behind = reached.length === 0 ? '' : ` (${reached.join(', ')})`;
  const revenue = fact === null ? '—' : money(fact.revenue);
  return `${name('revenue')} ${revenue} / ${money(plan.revenue)}${behind}, ${name('sales')} ${fact?.sales ?? '—'} / ${plan.sales}`;
}
