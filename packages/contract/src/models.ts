import { z } from 'zod';
import { Currency, Decimal, PeriodQuery, ReportEnvelope, TeamRef } from './common.ts';

/** Report models over a person's ad touches before a sale; see docs of each in modules/models. */
export const CREDIT_MODELS = ['first', 'last', 'linear', 'position', 'time_decay'] as const;
export type CreditModel = (typeof CREDIT_MODELS)[number];

/** GET /api/v1/models: unreversed sales made in the period. */
export const ModelsQuery = PeriodQuery.extend({ currency: Currency.default('KZT') });

/** Sales as a decimal with 9 places: a sale is divided among touches, and its shares sum to exactly 1. */
const Figures = z.object({ sales: Decimal, revenue: Decimal });

/** A row per team and one for «Не распределено» (team null): every column sums to the same total. */
export const ModelsResponse = ReportEnvelope.extend({
  rows: z.array(
    z.object({
      team: TeamRef.nullable(),
      /** The stored decision, beside the models. */
      credit: Figures,
      first: Figures,
      last: Figures,
      linear: Figures,
      position: Figures,
      time_decay: Figures,
    }),
  ),
  sales_amount_unknown: z.number().int(),
});
