/** Reports of a steady team, to be changed where a test needs it. For tests. */
import type { AdFigures, MetricValues } from '@traffic/contract';
import { fillRatios } from '../../../platform/money.ts';
import type { AdObject, Block, Input } from '../input.ts';
import { windowsOf } from '../windows.ts';

const NONE = Object.fromEntries(
  ['cohort_persons_30', 'cohort_persons_90', 'cohort_persons_180', 'cohort_revenue_30', 'cohort_revenue_90']
    .concat(['cohort_revenue_180', 'express_persons', 'flagman_persons'])
    .map((key) => [key, null]),
) as Pick<MetricValues, 'cohort_persons_30'>;

type Figures = Partial<Record<'spend' | 'revenue', string>> &
  Partial<Record<'impressions' | 'clicks' | 'leads' | 'sales', number>>;
const WEEK = {
  spend: '500000.00',
  revenue: '900000.00',
  impressions: 300_000,
  clicks: 5_000,
  leads: 140,
  sales: 40,
};

/** Figures of a week of the steady team, changed. */
export function metricsOf(change: Figures = {}): MetricValues {
  return fillRatios({
    ...(NONE as MetricValues),
    ...{ express_purchases: 0, flagman_purchases: 0, express_revenue: '0.00', flagman_revenue: '0.00' },
    ...{ sales_amount_unknown: 0, spend_unconverted: 0 },
    ...WEEK,
    ...change,
  });
}

/** An ad or campaign; `parent` makes it an ad. */
export function adObject(id: string, change: Figures = {}, parent: string | null = null): AdObject {
  const { ctr, cpc, cpm, cpl, cpa, roas, roi, ...sums } = metricsOf(change);
  const { spend, impressions, clicks, leads, sales, revenue } = sums;
  const figures = {
    ...{ spend, impressions, clicks, leads, sales, revenue, ctr, cpc, cpm, cpl, cpa, roas, roi },
    ...{ express_purchases: 0, flagman_purchases: 0, sales_amount_unknown: 0, spend_unconverted: 0 },
  } as AdFigures;
  return { id, name: `Name of ${id}`, parent, figures };
}

/** A campaign whose name others have: what it brought is unknown. */
export function untoldCampaign(id: string): AdObject {
  const campaign = adObject(id);
  const untold = { leads: null, sales: null, revenue: null, cpl: null, cpa: null, roas: null, roi: null };
  return { ...campaign, figures: { ...campaign.figures, ...untold } };
}

type Change = Partial<Omit<Input, 'weeks' | 'fortnights' | 'lastDays'>> & {
  /** Of the newest week, fortnight, and last days. */
  week?: Figures;
  fortnight?: Figures;
  lastDays?: Figures;
  late?: readonly string[];
};

const DOUBLE = {
  spend: '1000000.00',
  revenue: '1800000.00',
  impressions: 600_000,
  clicks: 10_000,
  leads: 280,
  sales: 80,
};

/** What the rules are asked about a team whose last weeks were all alike but for the change. */
export function steadyInput({ week, fortnight, lastDays, late = [], ...change }: Change = {}): Input {
  const windows = windowsOf(new Date('2026-11-20T11:00:00Z'), 'Asia/Almaty');
  const block = (period: { start: string; end: string }, figures: Figures): Block => ({
    ...period,
    ...{ metrics: metricsOf(figures), late },
  });
  return {
    ...{ of: 'team', currency: 'KZT', windows, campaigns14: [], campaigns28: [], adsNow: [], adsBefore: [] },
    weeks: windows.weeks.map((period, index) => block(period, index === 0 ? { ...week } : {})),
    fortnights: windows.fortnights.map((period, index) =>
      block(period, { ...DOUBLE, ...(index === 0 ? fortnight : {}) }),
    ),
    lastDays: block(windows.lastDays, { ...lastDays }),
    cohorts: { cohorts: [], time_to_payment: { payers: 100, median_days: 3, buckets: [] } },
    ...change,
  };
}

type Cohort = Input['cohorts']['cohorts'][number];
/** Weekly cohorts, oldest first: people and what they bought in their first seven days. */
export function weeklyCohorts(weeks: readonly { persons: number; sales: number }[]): Input['cohorts'] {
  const cohorts = weeks.map(({ persons, sales }, index): Cohort => {
    const start = Date.UTC(2026, 8, 7 + index * 7);
    const day = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
    return {
      ...{
        start: day(start),
        end: day(start + 6 * 86_400_000),
        persons,
        payers: sales,
        spend: null,
        revenue: '0.00',
      },
      ...{ revenue_before_lead: '0.00', sales_amount_unknown: 0, roas: null, payback_day: null, ltv: [] },
      cells: [{ age: 0, finished: true, sales, revenue: '0.00', cumulative: '0.00' }],
    };
  });
  return { cohorts, time_to_payment: { payers: 100, median_days: 3, buckets: [] } };
}
