import { type RawBuilder, sql } from 'kysely';
import type { ReportQuestion } from '../analytics/index.ts';

/**
 * The amount of the ledger row `s` in the asked money by the rate `r` of its own day (`RATE_OF_SALE`), as roll-ups count it;
 * null when the amount is unknown, or a rate for it.
 */
export const amountIn = (currency: ReportQuestion['currency']): RawBuilder<string | null> =>
  currency === 'KZT'
    ? sql`in_kzt(s.sale_amount, s.currency, r.rate)`
    : sql`in_usd(s.sale_amount, s.currency, r.rate)`;

/** The rate of the sale's own day, one row or none for each. */
export const RATE_OF_SALE = sql<boolean>`r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = s.sale_day`;
