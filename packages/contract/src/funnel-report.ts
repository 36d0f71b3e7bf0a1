import { z } from 'zod';
import { Decimal, ReportEnvelope } from './common.ts';

const count = z.number().int();

/**
 * GET /api/v1/funnel: the people whose first lead came in the period, and how far they got until now. Stages: `lead`,
 * then every product in its order. `persons` reached the stage or a later one, so it never grows along the funnel;
 * `bought` bought this very product. Sales and revenue are by the asked basis.
 */
export const FunnelReport = ReportEnvelope.extend({
  spend: Decimal.nullable(),
  impressions: count.nullable(),
  clicks: count.nullable(),
  stages: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      persons: count.nullable(),
      bought: count.nullable(),
      sales: count,
      revenue: Decimal,
      sales_amount_unknown: count,
      /** Percentages of the persons of the stage before, and of the leads. */
      from_previous: Decimal.nullable(),
      from_lead: Decimal.nullable(),
      spend_per_person: Decimal.nullable(),
    }),
  ),
});
export type FunnelReport = z.infer<typeof FunnelReport>;
