import { z } from 'zod';
import { BusinessDay, Decimal, ReportEnvelope, TeamRef } from './common.ts';

/** The figures whose moves are told. */
export const CHANGE_METRICS = ['spend', 'sales', 'revenue', 'roas'] as const;
export const ChangeMetric = z.enum(CHANGE_METRICS);
export type ChangeMetric = z.infer<typeof ChangeMetric>;

const days = z.object({ start: BusinessDay, end: BusinessDay });

/** One figure of one team or campaign that moved; `team: null` is «Не распределено». */
export const Change = z.object({
  metric: ChangeMetric,
  team: TeamRef.nullable(),
  /** Null: of the whole team. */
  campaign: z.object({ id: z.string(), account_id: z.string(), name: z.string().nullable() }).nullable(),
  before: Decimal,
  now: Decimal,
  difference: Decimal,
  /** Null = there was nothing before. */
  percent: Decimal.nullable(),
});
export type Change = z.infer<typeof Change>;

/**
 * - `incomplete` a source of the figure lacks data in these days, or some amounts or rates are unknown
 * - `few` too few sales to tell a move from chance
 * - `short_history` the compared days lie before the first data
 * - `cohort` people of the later days have had less time to pay
 */
export const WithheldReason = z.enum(['incomplete', 'few', 'short_history', 'cohort']);
export type WithheldReason = z.infer<typeof WithheldReason>;

/**
 * GET /api/v1/changes: what moved most against the compared days, biggest first within each metric. Only days that are
 * over are compared (`days`, null when none is), each figure equals the report of exactly those days, and nothing is
 * claimed that is incomplete or may be chance: such rows are counted in `withheld`.
 */
export const ChangesResponse = ReportEnvelope.extend({
  days: days.nullable(),
  previous: days.nullable(),
  changes: z.array(Change),
  withheld: z.array(
    z.object({ metric: ChangeMetric, reason: WithheldReason, rows: z.number().int().positive() }),
  ),
});
export type ChangesResponse = z.infer<typeof ChangesResponse>;
