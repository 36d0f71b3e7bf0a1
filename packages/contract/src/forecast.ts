import { z } from 'zod';
import { BusinessDay, Decimal, Incomplete, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

/** GET /api/v1/forecast: the running month's end, of all or of one team. */
export const ForecastQuery = z.object({ team: TeamSlug.optional() });

/** Why nothing is forecast: whole days of history are too few, or the days it would stand on are not complete. */
export const ForecastRefusal = z.enum(['few_days', 'incomplete', 'no_activity']);
export type ForecastRefusal = z.infer<typeof ForecastRefusal>;

/**
 * A figure at the month's end. `low` to `high` held the truth in eight of ten back-tests; `error_percent` is the middle
 * (median) miss of `tested` forecasts made the same way on the same day of earlier months, 0 = never missed.
 */
const ForecastFigure = z.object({
  /** What the month has until and with yesterday, by the reports. */
  so_far: Decimal,
  expected: Decimal,
  low: Decimal,
  high: Decimal,
  error_percent: Decimal,
  tested: z.number().int(),
});
export type ForecastFigure = z.infer<typeof ForecastFigure>;

export const ForecastResponse = SuccessResponse.extend({
  month: z.object({ start: BusinessDay, end: BusinessDay, timezone: z.string() }),
  /** The last whole day the forecast knows. */
  until: BusinessDay,
  currency: z.string(),
  history_days: z.number().int(),
  spend: z.object({ figure: ForecastFigure.nullable(), refusal: ForecastRefusal.nullable() }),
  revenue: z.object({ figure: ForecastFigure.nullable(), refusal: ForecastRefusal.nullable() }),
  incomplete: z.array(Incomplete),
  updated_at: z.iso.datetime(),
});
export type ForecastResponse = z.infer<typeof ForecastResponse>;
