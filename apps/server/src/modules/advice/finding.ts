import type {
  AdviceExpected,
  AdviceFact,
  AdviceRule,
  Currency,
  MetricKey,
  Recommendation,
} from '@traffic/contract';
import type { DayRange } from './windows.ts';

/** Where a figure stands in our own reports: enough to read it again, also for other days. */
export type FactQuery =
  | { report: 'overview'; metric: MetricKey }
  | { report: 'ads'; level: 'campaign'; id: string; metric: AdMetric }
  | { report: 'ads'; level: 'ad'; parent: string; id: string; metric: AdMetric }
  | { report: 'cohorts'; cohort: string; of: 'persons' | 'first_week_sales' }
  | { report: 'cohorts'; of: 'median_days' };

export type AdMetric =
  | 'spend'
  | 'impressions'
  | 'clicks'
  | 'leads'
  | 'sales'
  | 'revenue'
  | 'ctr'
  | 'cpl'
  | 'cpa'
  | 'roas';

/** A figure of the evidence, before it is told how to find it. */
export type Fact = {
  key: string;
  value: string;
  unit: AdviceFact['unit'];
  period: DayRange;
  query: FactQuery;
};

/** What a rule found: the claim is its name, everything else is the evidence. Names of ad objects are data. */
export type Claim = {
  rule: AdviceRule;
  /** The slug whose reports the facts are of. */
  of: string;
  /** The ad object, '' for the team itself. */
  subject: string;
  names: Record<string, string>;
  period: DayRange;
  n: Recommendation['n'];
  facts: Fact[];
  headline: string;
  expected: AdviceExpected | null;
  confidence: Recommendation['confidence'];
  /** Money at stake a week, only to rank by; a whole number of the reports' currency. */
  stake: number;
};

/** A claim with the money of its figures: what is kept. */
export type Finding = Claim & { currency: Currency };

/** A finding as it was kept. Those from before advice knew of currencies are in tenge: nothing else was asked for then. */
export const keptFinding = (evidence: unknown): Finding => ({ currency: 'KZT', ...(evidence as Claim) });
