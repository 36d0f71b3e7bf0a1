import type { AdviceRule } from '@traffic/contract';
import type { Rule } from '../rule.ts';
import { barrenCampaign } from './barren-campaign.ts';
import { budgetToMove } from './budget-to-move.ts';
import { cpaDrift } from './cpa-drift.ts';
import { cplDrift } from './cpl-drift.ts';
import { cpmDrift } from './cpm-drift.ts';
import { creativeFatigue } from './creative-fatigue.ts';
import { landingStep } from './landing-step.ts';
import { leadsWithoutTeam } from './leads-without-team.ts';
import { salesStep } from './sales-step.ts';
import { stoppedAds } from './stopped-ads.ts';
import { untaggedCampaign } from './untagged-campaign.ts';
import { youngCohort } from './young-cohort.ts';

export const ALL_RULES: readonly Rule[] = [
  stoppedAds,
  cpmDrift,
  landingStep,
  creativeFatigue,
  untaggedCampaign,
  barrenCampaign,
  budgetToMove,
  youngCohort,
  salesStep,
  cplDrift,
  cpaDrift,
  leadsWithoutTeam,
];

/** What a claim already explains about the same team: the effect of a named cause is no second news. */
export const EXPLAINS: Partial<Record<AdviceRule, readonly AdviceRule[]>> = {
  stopped_ads: ['cpm_drift', 'landing_step', 'creative_fatigue', 'cpl_drift', 'cpa_drift', 'sales_step'],
  cpm_drift: ['cpl_drift', 'cpa_drift'],
  landing_step: ['cpl_drift', 'cpa_drift'],
  untagged_campaign: ['budget_to_move', 'barren_campaign'],
  young_cohort: ['sales_step', 'cpa_drift'],
  sales_step: ['cpa_drift'],
  cpl_drift: ['cpa_drift'],
};
