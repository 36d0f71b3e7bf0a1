import { z } from 'zod';
import { BusinessDay, Decimal, ReportEnvelope, ReportQuery } from './common.ts';

const count = z.number().int();

/** `by`: a cohort is the people whose first lead came in one week (from Monday) or month. */
export const CohortsQuery = ReportQuery.extend({ by: z.enum(['week', 'month']).default('month') });

/**
 * One step of a cohort's age, of as many days as a cohort is long: revenue paid in it and until its end, by unreversed
 * sales. `finished` = its days are over for every member; else the cell is still growing, and null = not begun.
 */
export const CohortCell = z.object({
  age: count,
  finished: z.boolean(),
  sales: count,
  revenue: Decimal,
  cumulative: Decimal,
});

/**
 * GET /api/v1/cohorts. LTV is revenue within N days per person, of the people whose N days are over (`n` of `of`).
 * `payback_day`: the day of age on which revenue reached the spend of the cohort's days; null = not yet.
 */
export const CohortsResponse = ReportEnvelope.extend({
  by: z.enum(['week', 'month']),
  cohorts: z.array(
    z.object({
      start: BusinessDay,
      end: BusinessDay,
      persons: count.nullable(),
      payers: count,
      spend: Decimal.nullable(),
      revenue: Decimal,
      /** Paid before the first lead: in revenue, in no cell. */
      revenue_before_lead: Decimal,
      sales_amount_unknown: count,
      roas: Decimal.nullable(),
      payback_day: count.nullable(),
      ltv: z.array(z.object({ days: count, value: Decimal.nullable(), n: count, of: count })),
      cells: z.array(CohortCell.nullable()),
    }),
  ),
  /** People by the days from their first lead to their first purchase; the last bucket has no `to`. */
  time_to_payment: z.object({
    payers: count,
    median_days: count.nullable(),
    buckets: z.array(z.object({ from: count, to: count.nullable(), payers: count })),
  }),
});
export type CohortsResponse = z.infer<typeof CohortsResponse>;
