import type { ConversionReason } from '@traffic/contract';
import { sql } from 'kysely';
import type { MetaError, SendOutcome } from '../../integrations/meta/index.ts';
import { type Db, inTransaction, laterBy } from '../../platform/database/index.ts';
import type { Claim } from './claim-batch.ts';

/** What the answer to a request means for its events, and for sending at all. */
export type Settlement =
  | { kind: 'sent'; trace: string | null }
  | { kind: 'in_doubt'; reason: ConversionReason }
  /** Certainly not taken: may be sent again after the pause. */
  | { kind: 'again'; reason: ConversionReason; afterMs: number; pause: 'none' | 'until' | 'person' }
  /** Certainly not taken because of one of them: each half goes alone. */
  | { kind: 'halve' }
  | { kind: 'refused'; reason: ConversionReason };

const UNSENT_AGAIN_MS = 60_000;
const LIMIT_PAUSE_MS = 10 * 60_000;

/** @param events how many were sent */
export function judgeOutcome(outcome: SendOutcome, events: number): Settlement {
  if (outcome.kind === 'accepted')
    return outcome.received === events
      ? { kind: 'sent', trace: outcome.trace }
      : { kind: 'in_doubt', reason: 'partly_received' };
  if (outcome.kind === 'unknown') return { kind: 'in_doubt', reason: 'no_answer' };
  if (outcome.kind === 'unsent')
    return { kind: 'again', reason: 'not_reached', afterMs: UNSENT_AGAIN_MS, pause: 'none' };
  return judgeRejection(outcome.error, events);
}

function judgeRejection({ kind }: MetaError, events: number): Settlement {
  if (kind === 'throttle') return { kind: 'again', reason: 'limit', afterMs: LIMIT_PAUSE_MS, pause: 'until' };
  if (kind === 'permanent' || kind === 'split')
    return events > 1 ? { kind: 'halve' } : { kind: 'refused', reason: 'rejected_by_meta' };
  // A dead token, a closed dataset, a dead version: nothing will pass until a person changes something.
  return { kind: 'again', reason: 'stopped', afterMs: 0, pause: 'person' };
}

type Deps = { db: Db; now: Date };

/**
 * Writes what became of a claim. Only rows that are still this claim's are touched: an answer that comes after the claim
 * was given up still counts, an answer after a person's word does not.
 */
export async function settleClaim(
  { db, now }: Deps,
  claim: Claim,
  outcome: SendOutcome,
  settlement: Settlement,
): Promise<void> {
  const details = outcome.kind === 'accepted' ? {} : detailsOf(outcome.error);
  await inTransaction(db, async (trx) => {
    if (settlement.kind === 'again') {
      await release(trx, claim, settlement, now);
      await pauseAll(trx, settlement, now);
    } else if (settlement.kind === 'halve') await halve(trx, claim, now);
    else await close(trx, claim, settlement, { details, now });
  });
}

async function close(
  db: Db,
  claim: Claim,
  settlement: Extract<Settlement, { kind: 'sent' | 'in_doubt' | 'refused' }>,
  { details, now }: { details: object; now: Date },
): Promise<void> {
  await sql`
    update conversion_events set state = ${settlement.kind}, batch = null, settled_at = ${now},
      reason = ${settlement.kind === 'sent' ? null : settlement.reason},
      trace = ${settlement.kind === 'sent' ? settlement.trace : null},
      details = details || ${JSON.stringify(details)}::jsonb
    where claim_id = ${claim.id} and state in ('claimed', 'in_doubt')`.execute(db);
}

async function release(
  db: Db,
  claim: Claim,
  { reason, afterMs }: Extract<Settlement, { kind: 'again' }>,
  now: Date,
): Promise<void> {
  await sql`
    update conversion_events set state = 'pending', reason = ${reason}, claim_id = null, claimed_at = null,
      due_at = ${laterBy(now, afterMs / 1000)}
    where claim_id = ${claim.id} and state in ('claimed', 'in_doubt')`.execute(db);
}

/** The halves are kept in the ledger, so that a crash between two of them loses nothing and any process goes on. */
async function halve(db: Db, claim: Claim, now: Date): Promise<void> {
  const ids = claim.events.map(({ id }) => id);
  const middle = Math.ceil(ids.length / 2);
  for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
    const { rows } = await sql<{ batch: string }>`select nextval('conversion_batches') as batch`.execute(db);
    await sql`
      update conversion_events set state = 'pending', reason = null, claim_id = null, claimed_at = null,
        due_at = ${laterBy(now, 0)}, batch = ${rows[0]?.batch ?? null}::bigint
      where id = any(${half}::bigint[]) and claim_id = ${claim.id} and state in ('claimed', 'in_doubt')`.execute(
      db,
    );
  }
}

async function pauseAll(
  db: Db,
  { reason, afterMs, pause }: Extract<Settlement, { kind: 'again' }>,
  now: Date,
): Promise<void> {
  if (pause === 'none') return;
  const until = pause === 'person' ? sql`'infinity'::timestamptz` : laterBy(now, afterMs / 1000);
  await sql`update conversion_gate set paused_until = ${until}, reason = ${reason}`.execute(db);
}

function detailsOf(error: MetaError): object {
  const { code, subcode, answer, trace, status } = error.details as Record<string, unknown>;
  return { meta: { code, subcode, answer, trace, status } };
}
