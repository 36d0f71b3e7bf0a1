import { z } from 'zod';
import { BusinessDay, Currency, Decimal, TeamRef, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

/** What the engine looks for; each is a rule of its own in `modules/advice/rules`. */
export const ADVICE_RULES = [
  'cpl_drift',
  'cpa_drift',
  'cpm_drift',
  'creative_fatigue',
  'landing_step',
  'sales_step',
  'barren_campaign',
  'untagged_campaign',
  'budget_to_move',
  'stopped_ads',
  'leads_without_team',
  'young_cohort',
] as const;
export const AdviceRule = z.enum(ADVICE_RULES);
export type AdviceRule = z.infer<typeof AdviceRule>;

const Days = z.object({ start: BusinessDay, end: BusinessDay });

/**
 * One figure of the evidence and where it stands: `value` is exactly what `api` answers at `path`. A step of the path like
 * `id=120` picks the row of a list whose `id` is 120. `page` shows the same report to people.
 */
export const AdviceFact = z.object({
  key: z.string(),
  value: z.string(),
  unit: z.enum(['money', 'count', 'percent', 'times', 'days']),
  period: Days,
  api: z.string(),
  path: z.array(z.string()),
  page: z.string(),
});
export type AdviceFact = z.infer<typeof AdviceFact>;

/** The range of a fact that would be no news: the least and the greatest of earlier periods, both facts themselves. */
export const AdviceExpected = z.object({
  fact: z.string(),
  low: z.string().nullable(),
  high: z.string().nullable(),
  unit: AdviceFact.shape.unit,
});
export type AdviceExpected = z.infer<typeof AdviceExpected>;

export const AdviceOutcome = z.object({
  days: z.union([z.literal(7), z.literal(14)]),
  fact: AdviceFact.nullable(),
  /** How the figure moved against that of the evidence, percent; null when either is unknown or zero. */
  change_percent: Decimal.nullable(),
  measured_at: z.iso.datetime(),
});
export type AdviceOutcome = z.infer<typeof AdviceOutcome>;

export const AdviceState = z.enum(['open', 'accepted', 'hidden', 'gone']);
export type AdviceState = z.infer<typeof AdviceState>;

/** A recommendation: a claim, what it stands on, and what became of it. */
export const Recommendation = z.object({
  id: z.string(),
  rule: AdviceRule,
  /** Null: of no team, such as leads nobody is credited for. */
  team: TeamRef.nullable(),
  state: AdviceState,
  /** In the caller's language. */
  title: z.string(),
  text: z.string(),
  action: z.string(),
  /** Words of a model over the same evidence, checked; null = the rules' own text stands alone. */
  explanation: z.string().nullable(),
  facts: z.array(AdviceFact),
  /** The money of every figure here, also of the outcomes: what the school counted in when this was found. */
  currency: Currency,
  /** The figure that the claim is about: what `outcome` follows. */
  headline: z.string(),
  expected: AdviceExpected.nullable(),
  period: Days,
  n: z.object({ value: z.number().int(), of: z.enum(['leads', 'sales', 'clicks', 'impressions', 'days']) }),
  confidence: z.enum(['high', 'medium', 'low']),
  created_at: z.iso.datetime(),
  seen_at: z.iso.datetime(),
  decided_at: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  outcomes: z.array(AdviceOutcome),
});
export type Recommendation = z.infer<typeof Recommendation>;

/** Rules that kept silent about a team, and why: data are incomplete, or too few to say anything. */
const Withheld = z.object({
  team: TeamRef.nullable(),
  rule: AdviceRule,
  reason: z.enum(['incomplete', 'few_data']),
});
export type Withheld = z.infer<typeof Withheld>;

/** GET /api/facebook-ads/recommendations/:team; `all` for those who see all teams. */
export const RecommendationsParams = z.object({ team: z.union([z.literal('all'), TeamSlug]) });
export const RecommendationsQuery = z.object({ state: z.enum(['open', 'decided', 'all']).default('open') });
export const RecommendationsResponse = SuccessResponse.extend({
  /** When the rules last looked at this team; null = never. */
  generated_at: z.iso.datetime().nullable(),
  /** Whether a model is set up to explain and rank. */
  model: z.boolean(),
  recommendations: z.array(Recommendation),
  withheld: z.array(Withheld),
});
export type RecommendationsResponse = z.infer<typeof RecommendationsResponse>;

/** POST /api/facebook-ads/recommendations/generate: looks now; the answer is that of the GET. */
export const GenerateRecommendationsRequest = z.object({
  team: z.union([z.literal('all'), TeamSlug]).default('all'),
});

export const RecommendationId = z.object({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});
/** POST /api/facebook-ads/recommendations/:id/accept and /hide; hiding says why. */
export const AcceptRecommendationRequest = z.object({ reason: z.string().trim().max(500).optional() });
export const HideRecommendationRequest = z.object({ reason: z.string().trim().min(3).max(500) });
