import { z } from 'zod';
import { Decimal, Period, ReportEnvelope, TeamRef } from './common.ts';
import { MetricValues } from './metrics.ts';

/** Why sales have no team: the words of the receipts. */
export const UnattributedReason = z.enum([
  'no_touch',
  'no_rule',
  'conflict',
  'only_owned_channels',
  'unresolved_macro',
]);
export type UnattributedReason = z.infer<typeof UnattributedReason>;

/** A row of the teams table; `team: null` is «Не распределено». Rows + that row = total, for every metric. */
export const TeamRow = z.object({
  team: TeamRef.nullable(),
  metrics: MetricValues,
  /** Sources whose data for this team are missing or late: the cells they feed are marked, not zeroed. */
  incomplete: z.array(z.enum(['meta', 'rates', 'amocrm', 'landing'])),
});
export type TeamRow = z.infer<typeof TeamRow>;

/**
 * What the period is compared with: the month before a month, else as many days some whole weeks earlier. Of a period
 * still running only the elapsed part is compared: `until` is the instant up to which its last day counts. Meta gives
 * spend by whole days: over one such day it is unknown, over more the last day counts whole.
 */
export const Previous = z.object({
  period: Period,
  aligned: z.enum(['weekday', 'calendar']),
  until: z.iso.datetime().nullable(),
  total: MetricValues,
});

/** GET /api/v1/overview: everything the «Команды» screen needs in one call. */
export const OverviewResponse = ReportEnvelope.extend({
  total: MetricValues,
  previous: Previous,
  teams: z.array(TeamRow),
  unattributed_reasons: z.array(z.object({ reason: UnattributedReason, sales: z.number().int() })),
  /** One point a business day, oldest first, for the tiles' sparklines; spend null where Meta gave nothing. */
  days: z.array(
    z.object({
      day: z.string(),
      spend: Decimal.nullable(),
      leads: z.number().int().nullable(),
      sales: z.number().int(),
      revenue: Decimal,
    }),
  ),
});
export type OverviewResponse = z.infer<typeof OverviewResponse>;

export const TeamsResponse = z.object({ success: z.literal(true), teams: z.array(TeamRef) });
export type TeamsResponse = z.infer<typeof TeamsResponse>;
