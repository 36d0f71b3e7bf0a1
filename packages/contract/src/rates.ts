import { z } from 'zod';
import { AskedDay, BusinessDay, Decimal, PeriodQuery } from './common.ts';
import { SuccessResponse } from './session.ts';

const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'three capital letters');

/** GET /api/v1/rates */
export const RatesQuery = PeriodQuery.extend({ currency: CurrencyCode.optional() });
/**
 * KZT for one unit. `nbk` = published by the National Bank for this day; `carried` = of `published_on`, since the bank set none
 * for this day; `manual` = entered by a person, who wins.
 */
export const Rate = z.object({
  currency: CurrencyCode,
  day: BusinessDay,
  rate: Decimal,
  source: z.enum(['nbk', 'carried', 'manual']),
  published_on: BusinessDay,
});
export type Rate = z.infer<typeof Rate>;
export const RatesResponse = SuccessResponse.extend({
  rates: z.array(Rate),
  /** Days with spend in a currency that has no rate: that spend is unknown in KZT. */
  missing: z.array(z.object({ currency: CurrencyCode, day: BusinessDay, rows: z.number().int() })),
});
export type RatesResponse = z.infer<typeof RatesResponse>;

export const RateKey = z.object({ currency: CurrencyCode, day: AskedDay });
/** PUT /api/v1/rates: a rate of a person for one day, comma or point. */
export const SetRateRequest = RateKey.extend({
  currency: CurrencyCode.refine((code) => code !== 'KZT', 'KZT is what rates are in'),
  rate: z
    .string()
    .trim()
    .regex(/^\d{1,8}([.,]\d{1,6})?$/, 'a decimal number')
    .transform((text) => text.replace(',', '.'))
    .refine((text) => /[1-9]/.test(text), 'more than zero'),
});
/** How many days of ads were converted anew, or wait for another rate. */
export const RateChangeResponse = SuccessResponse.extend({ rows: z.number().int() });
export type RateChangeResponse = z.infer<typeof RateChangeResponse>;
