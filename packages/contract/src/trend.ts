import { z } from 'zod';
import { BusinessDay, ReportEnvelope, ReportQuery } from './common.ts';
import { MetricValues } from './metrics.ts';
import { Previous } from './overview.ts';

export const TrendGroup = z.enum(['day', 'week', 'month']);
export type TrendGroup = z.infer<typeof TrendGroup>;

export const TrendQuery = ReportQuery.extend({ group: TrendGroup.default('day') });

/**
 * GET /api/v1/trend: a point per day, week (from Monday) or month that the period touches, oldest first, with none left
 * out. `partial`: the period cuts it, or it is not over. Additive figures of the points sum to the total.
 */
export const TrendResponse = ReportEnvelope.extend({
  group: TrendGroup,
  total: MetricValues,
  previous: Previous,
  points: z.array(
    z.object({ start: BusinessDay, end: BusinessDay, partial: z.boolean(), metrics: MetricValues }),
  ),
});
export type TrendResponse = z.infer<typeof TrendResponse>;
