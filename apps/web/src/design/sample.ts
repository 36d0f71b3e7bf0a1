import type {
  FunnelResponse,
  MetricValues,
  OverviewResponse,
  SessionResponse,
  SourceState,
  TeamRef,
  TrendResponse,
} from '@traffic/contract';
import { addDays } from '../lib/period.ts';

/** Invented figures of an invented school: what the design page is drawn with. */
const END = '2026-11-20';
const NOW = `${END}T09:30:00.000Z`;
const period = { start: addDays(END, -29), end: END, timezone: 'Asia/Almaty', preset: '30d' } as const;
const before = { start: addDays(END, -57), end: addDays(END, -28), timezone: 'Asia/Almaty', preset: null };

const team = (id: number, name: string, emoji: string, color: string): TeamRef => ({
  ...{ id, name, emoji, color },
  slug: name.toLowerCase(),
});
const TEAMS = [
  team(1, 'Kenesary', '👑', '#7c5cff'),
  team(2, 'Arystan', '🦁', '#e8833a'),
  team(3, 'Muha', '🚀', '#2f9e6e'),
];

type Row = { spend: number | null; leads: number; sales: number; revenue: number };
const divided = (part: number | null, whole: number | null): string | null =>
  part === null || !whole ? null : (part / whole).toFixed(4);

/** A row of figures by its four sums; what this page does not show is unknown. */
function metrics({ spend, leads, sales, revenue }: Row): MetricValues {
  const unknown = {
    ...{ express_persons: null, flagman_persons: null, cohort_persons_30: null, cohort_persons_90: null },
    ...{ cohort_persons_180: null, cohort_revenue_30: null, cohort_revenue_90: null },
    ...{ cohort_revenue_180: null, cr_lead_express: null, cr_express_flagman: null, ltv_30: null },
    ...{ ltv_90: null, ltv_180: null, cpa_flagman: null },
  };
  return {
    ...unknown,
    ...{ leads, sales, express_purchases: sales, flagman_purchases: 0, sales_amount_unknown: 0 },
    ...{ impressions: leads * 900, clicks: leads * 12, spend_unconverted: 0 },
    spend: spend?.toFixed(2) ?? null,
    revenue: revenue.toFixed(2),
    express_revenue: revenue.toFixed(2),
    flagman_revenue: '0.00',
    ctr: divided(12 * 100, 900),
    cpc: divided(spend, leads * 12),
    cpm: divided(spend, leads * 0.9),
    cpl: divided(spend, leads),
    cpa: divided(spend, sales),
    cpa_express: divided(spend, sales),
    roas: divided(revenue, spend),
    roi: spend === null ? null : divided((revenue - spend) * 100, spend),
    drr: spend === null ? null : divided(spend * 100, revenue),
    aov: divided(revenue, sales),
  };
}

const sources: SourceState[] = [
  { key: 'amocrm', status: 'ok', updated_at: NOW, incomplete_since: null, reason: null },
  {
    ...{ key: 'meta', status: 'failed', updated_at: '2026-11-12T18:59:00.000Z' },
    ...{ incomplete_since: '2026-11-12T18:59:00.000Z', reason: 'токен истёк 12 ноября' },
  },
  { key: 'rates', status: 'ok', updated_at: NOW, incomplete_since: null, reason: null },
  { key: 'landing', status: 'stale', updated_at: NOW, incomplete_since: null, reason: null },
];
const envelope: Pick<
  OverviewResponse,
  'success' | 'period' | 'basis' | 'currency' | 'updated_at' | 'sources' | 'incomplete'
> = {
  success: true,
  period,
  basis: 'cash',
  currency: 'KZT',
  updated_at: NOW,
  sources,
  incomplete: [],
};

const days = Array.from({ length: 30 }, (_, day) => ({
  day: addDays(period.start, day),
  spend: day > 21 && day < 25 ? null : 90_000 + ((day * 37) % 11) * 6_000,
  leads: 30 + ((day * 13) % 17),
  sales: 4 + ((day * 7) % 6),
  revenue: 300_000 + ((day * 29) % 13) * 45_000,
}));

export const overview: OverviewResponse = {
  ...envelope,
  total: metrics({ spend: 3_412_650, leads: 1_214, sales: 187, revenue: 13_946_000 }),
  previous: {
    ...{ period: before, aligned: 'weekday', until: null },
    total: metrics({ spend: 3_390_000, leads: 1_388, sales: 163, revenue: 10_210_500 }),
  },
  teams: [
    {
      team: TEAMS[0] ?? null,
      metrics: metrics({ spend: 1_512_300, leads: 520, sales: 84, revenue: 6_420_000 }),
      incomplete: [],
    },
    {
      team: TEAMS[1] ?? null,
      metrics: metrics({ spend: 1_100_350, leads: 411, sales: 60, revenue: 4_180_000 }),
      incomplete: ['meta'],
    },
    {
      team: TEAMS[2] ?? null,
      metrics: metrics({ spend: null, leads: 233, sales: 37, revenue: 3_090_000 }),
      incomplete: ['meta'],
    },
    {
      team: null,
      metrics: metrics({ spend: 800_000, leads: 50, sales: 6, revenue: 256_000 }),
      incomplete: [],
    },
  ],
  unattributed_reasons: [
    { reason: 'conflict', sales: 4 },
    { reason: 'no_rule', sales: 2 },
  ],
  days: days.map(({ day, spend, leads, sales, revenue }) => ({
    ...{ day, leads, sales },
    spend: spend?.toFixed(2) ?? null,
    revenue: revenue.toFixed(2),
  })),
};

/** The same days as a trend; `back` moves them, for the compared period. */
export const trend = (back: number): TrendResponse => ({
  ...envelope,
  group: 'day',
  total: overview.total,
  previous: overview.previous,
  points: days.map(({ day, ...row }, index) => ({
    ...{
      start: addDays(day, -back),
      end: addDays(day, -back),
      partial: back === 0 && index === days.length - 1,
    },
    metrics: metrics(back === 0 ? row : { ...row, revenue: row.revenue * 0.8 }),
  })),
});

export const funnel: FunnelResponse = {
  ...envelope,
  team: null,
  timestamp: NOW,
  stages: [
    {
      ...{ id: 'spend', title: 'Затраты', emoji: '💰', complete: false, conversionRate: null },
      metrics: { spend_usd: '6710.20', spend_kzt: '3412650.00', impressions: 1_092_600, clicks: 14_568 },
    },
    {
      ...{ id: 'proftest', title: 'ProfTest', emoji: '🧪', complete: true, conversionRate: '8.3' },
      metrics: { proftest_leads: 1_214 },
    },
    {
      ...{ id: 'express', title: 'Express Course', emoji: '📚', complete: true, conversionRate: '12.9' },
      metrics: { express_purchases: 157, express_revenue: '785000.00' },
    },
    {
      ...{ id: 'main', title: 'Integrator Flagman', emoji: '🏆', complete: true, conversionRate: '19.1' },
      metrics: { main_purchases: 30, main_revenue: '13161000.00' },
    },
  ],
  totalRevenue: '13946000.00',
  totalConversions: 187,
  overallConversionRate: '2.5',
  roi: '308.6',
};

export const session: SessionResponse = {
  success: true,
  user: { id: 'design', email: 'design@school.example', name: 'Дизайн Система', role: 'admin', team: null },
  academy: { name: 'onAI Academy', timezone: 'Asia/Almaty', currency: 'KZT' },
};
