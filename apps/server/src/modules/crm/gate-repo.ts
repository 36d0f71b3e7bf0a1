import { sql } from 'kysely';
import { isRefusal, type Refusal } from '../../integrations/amocrm/index.ts';
import type { Db } from '../../platform/database/index.ts';

/** 5 requests a second: AmoCRM allows 7, and delays on the way push slots together. */
export const SLOT_MS = 200;
/** A longer wait is not slept through: whoever wanted to ask comes back by schedule. */
export const MAX_WAIT_MS = 60_000;
/** First look after a refusal, doubled each time up to the longest. */
const FIRST_PROBE_SECONDS = 30;
const LONGEST_PROBE_SECONDS = 900;
/** 429s within this time of each other are one trouble: the common wait doubles with each. */
const EXCESS_MEMORY_SECONDS = 60;
/** However long AmoCRM wants us to wait, a mistaken figure must not stop us for a day. */
const LONGEST_PAUSE_MS = 15 * 60_000;

const ms = (duration: number) => sql`make_interval(secs => ${duration / 1000}::double precision)`;

/** `probing`: AmoCRM refuses us, and this request is the one that looks whether it still does. */
export type Slot = { waitMs: number; probing: boolean };

/**
 * Reserves the next slot of the shared pace in one short statement, with no session state (fit for a
 * pooler) and the database's clock for all. Null while AmoCRM's refusal or a long wait stands.
 * @param lookAnyway a fresh process looks once at once: whoever replaced the token restarted it
 */
export async function reserveSlot(db: Db, lookAnyway: boolean): Promise<Slot | null> {
  const probePause = sql`least(${FIRST_PROBE_SECONDS} * power(2, probes + 1), ${LONGEST_PROBE_SECONDS})`;
  // Nothing sets it that far ahead: the database's clock was put back.
  const astray = sql`next_at > clock_timestamp() + interval '1 hour'`;
  const { rows } = await sql<{ wait_ms: string; probing: boolean }>`
    update amocrm_gate set
      next_at = case when ${astray} then clock_timestamp() else greatest(next_at, clock_timestamp()) end
        + ${ms(SLOT_MS)},
      probe_at = case when refusal is not null then clock_timestamp() + make_interval(secs => ${probePause}) end,
      probes = case when refusal is not null then probes + 1 else 0 end
    where (refusal is null or probe_at <= clock_timestamp() or ${lookAnyway}::boolean)
      and (next_at <= clock_timestamp() + ${ms(MAX_WAIT_MS)} or ${astray})
    returning extract(epoch from next_at - ${ms(SLOT_MS)} - clock_timestamp()) * 1000 as wait_ms,
      refusal is not null as probing`.execute(db);
  const row = rows[0];
  return row === undefined ? null : { waitMs: Math.max(0, Number(row.wait_ms)), probing: row.probing };
}

export type GateState = {
  /** What AmoCRM refuses us for; null while it does not. */
  refusal: Refusal | null;
  refusalStatus: number | null;
  refusalAnswer: string | null;
  refusedSince: Date | null;
  /** When one request may look whether the refusal still stands. */
  probeAt: Date | null;
  /** How long the next request has to wait. */
  waitMs: number;
  /** The last answer that was no error, to half a minute. */
  answeredAt: Date | null;
  /** The last failed request and its kind. */
  failedAt: Date | null;
  failure: string | null;
};

export async function readGate(db: Db): Promise<GateState> {
  const row = await db
    .selectFrom('amocrm_gate')
    .selectAll()
    .select(sql<string>`extract(epoch from next_at - clock_timestamp()) * 1000`.as('wait_ms'))
    .executeTakeFirstOrThrow();
  return {
    refusal: row.refusal !== null && isRefusal(row.refusal) ? row.refusal : null,
    refusalStatus: row.refusal_status,
    refusalAnswer: row.refusal_answer,
    refusedSince: row.refused_since,
    probeAt: row.probe_at,
    waitMs: Math.max(0, Math.ceil(Number(row.wait_ms))),
    answeredAt: row.answered_at,
    failedAt: row.failed_at,
    failure: row.failure,
  };
}

/** AmoCRM refused: the stop stands for everybody. A refusal of the same kind keeps its beginning and its next look. */
export async function recordRefusal(
  db: Db,
  refusal: { kind: Refusal; status: number | null; answer: string | null; now: Date },
): Promise<void> {
  const { kind, status, answer, now } = refusal;
  await sql`
    update amocrm_gate set
      refused_since = case when refusal = ${kind} then refused_since else ${now}::timestamptz end,
      probe_at = coalesce(probe_at, clock_timestamp() + make_interval(secs => ${FIRST_PROBE_SECONDS})),
      refusal = ${kind}, refusal_status = ${status}, refusal_answer = ${answer},
      failed_at = ${now}, failure = ${kind}`.execute(db);
}

/** AmoCRM answers again. */
export async function recordAnswer(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('amocrm_gate')
    .set({
      answered_at: now,
      refusal: null,
      refusal_status: null,
      refusal_answer: null,
      refused_since: null,
      probe_at: null,
      probes: 0,
    })
    .execute();
}

/** Moves only the time of the last answer: a refusal noted meanwhile by others stays. */
export async function touchAnswered(db: Db, now: Date): Promise<void> {
  await db.updateTable('amocrm_gate').set({ answered_at: now }).execute();
}

/** A failure that may pass by itself. */
export async function recordFailure(db: Db, failure: string, now: Date): Promise<void> {
  await db.updateTable('amocrm_gate').set({ failed_at: now, failure }).execute();
}

/**
 * 429: nobody asks for as long as AmoCRM wants, and at least one second, doubled with every further 429
 * within a minute.
 */
export async function slowDown(db: Db, wait: { retryAfterMs: number; now: Date }): Promise<void> {
  const asked = Math.min(wait.retryAfterMs, LONGEST_PAUSE_MS);
  const streak = sql`case when excess_at > clock_timestamp() - make_interval(secs => ${EXCESS_MEMORY_SECONDS})
    then least(excess + 1, 6) else 1 end`;
  await sql`
    update amocrm_gate set
      next_at = greatest(next_at, clock_timestamp()
        + greatest(${ms(asked)}, make_interval(secs => power(2, (${streak}) - 1)))),
      excess = ${streak}, excess_at = clock_timestamp(),
      failed_at = ${wait.now}, failure = 'rate'`.execute(db);
}
