import { z } from 'zod';
import { Decimal, ReportEnvelope, TeamRef } from './common.ts';

const count = z.number().int();

/**
 * GET /api/traffic-dashboard/funnel. Stages in order spend -> proftest -> express -> main.
 * `conversionRate` is the percentage of the previous counting stage (leads from clicks, express from
 * leads, main from express); null when its base is zero or unknown.
 */
export const FunnelStage = z.discriminatedUnion('id', [
  z.object({
    id: z.literal('spend'),
    title: z.string(),
    emoji: z.string(),
    complete: z.boolean(),
    conversionRate: z.null(),
    metrics: z.object({
      spend_usd: Decimal.nullable(),
      spend_kzt: Decimal.nullable(),
      impressions: count.nullable(),
      clicks: count.nullable(),
    }),
  }),
  z.object({
    id: z.literal('proftest'),
    title: z.string(),
    emoji: z.string(),
    complete: z.boolean(),
    conversionRate: Decimal.nullable(),
    metrics: z.object({ proftest_leads: count.nullable() }),
  }),
  z.object({
    id: z.literal('express'),
    title: z.string(),
    emoji: z.string(),
    complete: z.boolean(),
    conversionRate: Decimal.nullable(),
    metrics: z.object({ express_purchases: count, express_revenue: Decimal }),
  }),
  z.object({
    id: z.literal('main'),
    title: z.string(),
    emoji: z.string(),
    complete: z.boolean(),
    conversionRate: Decimal.nullable(),
    metrics: z.object({ main_purchases: count, main_revenue: Decimal }),
  }),
]);
export type FunnelStage = z.infer<typeof FunnelStage>;

export const FunnelResponse = ReportEnvelope.extend({
  team: TeamRef.nullable(),
  stages: z.array(FunnelStage).length(4),
  totalRevenue: Decimal,
  totalConversions: count,
  /** From a lead to the last stage: main purchases as a percentage of leads; null without leads. */
  overallConversionRate: Decimal.nullable(),
  roi: Decimal.nullable(),
  timestamp: z.iso.datetime(),
});
export type FunnelResponse = z.infer<typeof FunnelResponse>;
