import { sql } from 'kysely';
import { addDays } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { CARRY_DAYS } from './carry-rate.ts';
import { convertSpend } from './convert-spend.ts';

type Deps = { db: Db; clock: Clock };
type Key = { currency: string; day: string };

/**
 * A person's rate of a day, KZT for one unit: it wins over the bank's, now and when the bank publishes. The days behind it that
 * carried a rate carry this one. Spend of all of them is converted anew.
 *
 * @returns how many days of ads were converted
 */
export async function setRate(
  { db, clock }: Deps,
  actor: string,
  { currency, day, rate }: Key & { rate: string },
): Promise<number> {
  const days = await inTransaction(db, async (trx) => {
    const before = await rateOf(trx, { currency, day });
    await sql`
      insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
      values (${currency}, ${day}::date, ${rate}::numeric, 'manual', ${day}::date, ${clock.now()}::timestamptz)
      on conflict (currency, quote, rate_date) do update set rate = excluded.rate, source = excluded.source,
        published_on = excluded.published_on, fetched_at = excluded.fetched_at`.execute(trx);
    const carried = await carriedBehind(trx, { currency, day });
    await sql`
      update exchange_rates set rate = ${rate}::numeric, published_on = ${day}::date
      where currency = ${currency} and quote = 'KZT' and rate_date = any(${carried}::date[])`.execute(trx);
    const subject = `${currency} ${day}`;
    await writeAudit(trx, clock, {
      actor,
      action: 'rate.set',
      subject,
      before,
      after: { rate, source: 'manual' },
    });
    return [day, ...carried];
  });
  return convertSpend(db, days);
}

/**
 * Takes a person's rate back. Until the bank is asked again its day and those that carried it have no rate, and their spend
 * is unknown in KZT.
 *
 * @returns how many days of ads wait for a rate
 * @throws AppError `not_found` when no person set a rate of this day
 */
export function removeRate({ db, clock }: Deps, actor: string, { currency, day }: Key): Promise<number> {
  return inTransaction(db, async (trx) => {
    const removed = await sql<{ day: string; rate: string }>`
      delete from exchange_rates
      where currency = ${currency} and quote = 'KZT' and published_on = ${day}::date
        and exists (select from exchange_rates m where m.currency = ${currency} and m.quote = 'KZT'
          and m.rate_date = ${day}::date and m.source = 'manual')
      returning rate_date as day, rate`.execute(trx);
    if (removed.rows.length === 0) throw notFound('За этот день курс вручную не задан');
    const days = removed.rows.map((row) => row.day);
    const before = { rate: removed.rows[0]?.rate, days };
    const subject = `${currency} ${day}`;
    await writeAudit(trx, clock, { actor, action: 'rate.remove', subject, before, after: null });
    const waiting = await sql`
      update traffic_stats set spend_kzt = null, rate = null, rate_date = null
      where currency = ${currency} and day = any(${days}::date[])`.execute(trx);
    return Number(waiting.numAffectedRows ?? 0);
  });
}

/** The rate of a day as it is; null when there is none. */
async function rateOf(trx: Db, { currency, day }: Key) {
  const rate = await trx
    .selectFrom('exchange_rates')
    .select(['rate', 'source'])
    .where('currency', '=', currency)
    .where('quote', '=', 'KZT')
    .where('rate_date', '=', day)
    .executeTakeFirst();
  return rate ?? null;
}

/** The unbroken run of carried days behind a day, as far as a rate may be carried. */
async function carriedBehind(trx: Db, { currency, day }: Key): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select rate_date as day from exchange_rates
    where currency = ${currency} and quote = 'KZT' and source = 'carried'
      and rate_date > ${day}::date and rate_date <= ${addDays(day, CARRY_DAYS)}::date
    order by 1`.execute(trx);
  const days = rows.map((row) => row.day);
  const broken = days.findIndex((one, index) => one !== addDays(day, index + 1));
  return broken === -1 ? days : days.slice(0, broken);
}
