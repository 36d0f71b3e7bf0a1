import type { AdFigures, CohortsResponse, Currency, MetricValues } from '@traffic/contract';
import type { Claim } from './finding.ts';
import type { DayRange, Windows } from './windows.ts';

/** A team's figures of a period, with the sources that were late for it. */
export type Block = DayRange & { metrics: MetricValues; late: readonly string[] };

export type AdObject = { id: string; name: string; parent: string | null; figures: AdFigures };

/** Everything the rules know of one team (`unattributed`: of no team). Reports, not tables: a claim has to equal them. */
export type Input = {
  of: string;
  /** Of all money in it. */
  currency: Currency;
  windows: Windows;
  weeks: Block[];
  fortnights: Block[];
  lastDays: Block;
  /** Campaigns of the team of fourteen and of 28 days. */
  campaigns14: AdObject[];
  campaigns28: AdObject[];
  /** Its ads of the newest week and of the 28 days before. */
  adsNow: AdObject[];
  adsBefore: AdObject[];
  cohorts: Pick<CohortsResponse, 'cohorts' | 'time_to_payment'>;
};

/** `few_data`: the rule would need more than there is before it may say anything, either way. */
export type Verdict = Claim[] | 'few_data';
