import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/**
 * Converts the spend whose rate became known: amount x rate of its own day, 2 decimals, half up (amounts
 * are never negative, so PostgreSQL's rounding away from zero is the same). A day without a rate stays
 * unknown; it never takes today's.
 *
 * @returns how many rows were converted
 */
export async function convertSpend(db: Kysely<Schema>): Promise<number> {
  const result = await sql`
    update traffic_stats s set spend_kzt = round(s.spend * r.rate, 2), rate = r.rate, rate_date = r.published_on
    from exchange_rates r
    where s.spend_kzt is null and r.currency = s.currency and r.quote = 'KZT' and r.rate_date = s.day`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0);
}
