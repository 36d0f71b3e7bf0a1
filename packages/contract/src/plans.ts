import { z } from 'zod';
import { AskedDay, BusinessDay, Decimal, Incomplete, TeamRef, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

/** A sum of money as a person writes it: no sign, at most 12 digits and 2 decimals, comma or point. */
const Amount = z
  .string()
  .trim()
  .regex(/^\d{1,12}([.,]\d{1,2})?$/, 'a decimal number')
  .transform((text) => text.replace(',', '.'));

/** What a plan promises or a week brought. ROAS and CPA are ratios of the sums; null where there is nothing to divide by. */
const PlanFigures = z.object({
  revenue: Decimal,
  sales: z.number().int(),
  /** Null: Meta has not said, or no rate is known. */
  spend: Decimal.nullable(),
  roas: Decimal.nullable(),
  cpa: Decimal.nullable(),
});
export type PlanFigures = z.infer<typeof PlanFigures>;

export const PLAN_METRICS = ['revenue', 'sales', 'spend', 'roas', 'cpa'] as const;
export type PlanMetric = (typeof PLAN_METRICS)[number];

/**
 * How far a metric is, in percent: `done` = fact of plan; `pace` = fact of what the plan expects by this minute of the week,
 * null for ratios, which do not grow with the days, and for a week that has not begun.
 */
const PlanProgress = z.object({ done: Decimal.nullable(), pace: Decimal.nullable() });
export type PlanProgress = z.infer<typeof PlanProgress>;

/** The limits a proposal keeps; null = no such limit. */
export const PlanLimits = z.object({
  growth_percent: z.number().min(-90).max(200),
  min_roas: Decimal.nullable(),
  max_cpa: Decimal.nullable(),
  /** Teams that spent less in the week have no place in the leaderboard. */
  leaderboard_min_spend: Decimal,
});
export type PlanLimits = z.infer<typeof PlanLimits>;

/** Why no plan can be proposed: there is nothing to grow from. */
export const PlanRefusal = z.enum(['no_history', 'no_spend', 'no_sales', 'incomplete']);
export type PlanRefusal = z.infer<typeof PlanRefusal>;

const PlanProposal = z.object({
  figures: PlanFigures.nullable(),
  refusal: PlanRefusal.nullable(),
  /** Limits that made the spend smaller than growth alone would. */
  limited_by: z.array(z.enum(['min_roas', 'max_cpa'])),
  /** The four full weeks it stands on, oldest first, as the reports show them. */
  weeks: z.array(z.object({ start: BusinessDay, end: BusinessDay, figures: PlanFigures })),
});
export type PlanProposal = z.infer<typeof PlanProposal>;

/** GET /api/v1/plans: `week` is any of its days; the running week without it. */
export const PlansQuery = z.object({ week: AskedDay.optional(), team: TeamSlug.optional() });

export const PlanRow = z.object({
  team: TeamRef,
  plan: PlanFigures.nullable(),
  saved_at: z.iso.datetime().nullable(),
  fact: PlanFigures.nullable(),
  progress: z.record(z.enum(PLAN_METRICS), PlanProgress).nullable(),
  /** The team's place by ROAS; null under the spend floor, without known spend, or before the week. */
  place: z.number().int().nullable(),
});
export type PlanRow = z.infer<typeof PlanRow>;

export const PlansResponse = SuccessResponse.extend({
  week: z.object({ start: BusinessDay, end: BusinessDay, timezone: z.string() }),
  state: z.enum(['past', 'running', 'future']),
  /** Part of the week that is over, 0 to 1, by the academy's clock. */
  elapsed: Decimal,
  currency: z.string(),
  limits: PlanLimits,
  rows: z.array(PlanRow),
  /** Sums of the rows with a plan beside the same teams' fact; null when no team has one. */
  total: PlanRow.omit({ team: true, place: true, saved_at: true }).nullable(),
  incomplete: z.array(Incomplete),
  updated_at: z.iso.datetime(),
});
export type PlansResponse = z.infer<typeof PlansResponse>;

/** GET /api/v1/plans/proposals */
export const PlanProposalsResponse = SuccessResponse.extend({
  week: z.object({ start: BusinessDay, end: BusinessDay, timezone: z.string() }),
  currency: z.string(),
  limits: PlanLimits,
  rows: z.array(z.object({ team: TeamRef, proposal: PlanProposal })),
});
export type PlanProposalsResponse = z.infer<typeof PlanProposalsResponse>;

/** PUT /api/v1/plans: `week` is its Monday. */
export const SavePlanRequest = z.object({
  team: TeamSlug,
  week: AskedDay,
  revenue: Amount,
  sales: z.number().int().min(0).max(1_000_000),
  spend: Amount,
});
export type SavePlanRequest = z.infer<typeof SavePlanRequest>;
/** PUT /api/v1/plans/limits */
export const SavePlanLimitsRequest = PlanLimits.extend({
  min_roas: Amount.nullable(),
  max_cpa: Amount.nullable(),
  leaderboard_min_spend: Amount,
});
/** DELETE /api/v1/plans */
export const PlanKey = z.object({ team: TeamSlug, week: AskedDay });
export const PlanLimitsResponse = SuccessResponse.extend({ limits: PlanLimits });
