import { z } from 'zod';
import { BusinessDay, Decimal, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

const Side = z.string().trim().min(1).max(100);

/**
 * GET /api/v1/what-if: `amount` a week moved between two teams (slugs), or two campaigns (ids) of the team in `team`.
 */
export const WhatIfQuery = z.object({
  level: z.enum(['team', 'campaign']).default('team'),
  team: TeamSlug.optional(),
  from: Side,
  to: Side,
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,10}([.,]\d{1,2})?$/, 'a decimal number')
    .transform((text) => text.replace(',', '.')),
});

/** Why there is no estimate: too few weeks, spend that hardly varied, more than it has or ever had, or data not complete. */
export const WhatIfRefusal = z.enum(['few_weeks', 'no_variation', 'beyond_history', 'incomplete']);
export type WhatIfRefusal = z.infer<typeof WhatIfRefusal>;

/** What one side's own weeks say: revenue of one more unit of spend, and the range of it that eight of ten resamples gave. */
const MarginalReturn = z.object({
  key: z.string(),
  name: z.string(),
  weeks: z.number().int(),
  sales: z.number().int(),
  spend_per_week: Decimal.nullable(),
  marginal: Decimal.nullable(),
  marginal_low: Decimal.nullable(),
  marginal_high: Decimal.nullable(),
  refusal: WhatIfRefusal.nullable(),
});
export type MarginalReturn = z.infer<typeof MarginalReturn>;

export const WhatIfResponse = SuccessResponse.extend({
  /** Always true: this is an estimate from the past, and no report equals it. */
  estimate: z.literal(true),
  period: z.object({ start: BusinessDay, end: BusinessDay, timezone: z.string() }),
  currency: z.string(),
  amount: Decimal,
  from: MarginalReturn,
  to: MarginalReturn,
  /** Change of revenue a week; null when either side is refused. */
  effect: z.object({ expected: Decimal, low: Decimal, high: Decimal }).nullable(),
});
export type WhatIfResponse = z.infer<typeof WhatIfResponse>;
