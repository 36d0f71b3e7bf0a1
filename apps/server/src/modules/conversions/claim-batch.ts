import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { believed, type Db, inTransaction, laterBy } from '../../platform/database/index.ts';
import { type EventVerdict, judgeEvent, type ReadyEvent } from './judge-event.ts';
import { loadFacts } from './load-facts.ts';
import type { ConversionSettings } from './settings.ts';

/** Events that are ours to send, and nobody else's from the commit on. */
export type Claim = {
  id: string;
  at: Date;
  events: { id: string; event: ReadyEvent }[];
  /** More may be due. */
  more: boolean;
};

/** What waits for a consent or a sum is looked at again after this, and sooner while the CRM is still telling of it. */
const LOOK_AGAIN = sql`interval '10 minutes'`;
const LOOK_SOON = sql`interval '20 seconds'`;
const FRESH = sql`interval '15 minutes'`;

type Deps = { db: Db; settings: ConversionSettings; version: string; now: Date; limit: number };

/**
 * Takes the events that are due, judges them by the facts as they are now, and commits the claim: only after that may
 * the request be made. What may not be sent is refused or put off in the same transaction.
 *
 * @returns null when nothing is due
 */
export async function claimBatch({ db, settings, version, now, limit }: Deps): Promise<Claim | null> {
  return inTransaction(db, async (trx) => {
    const due = await lockDue(trx, now, limit);
    if (due.length === 0) return null;
    const facts = await loadFacts(trx, due, settings);
    const verdicts = due.map((id) => {
      const known = facts.get(id);
      return { id, verdict: known ? judgeEvent(known, settings, now) : gone };
    });
    await writeVerdicts(trx, verdicts, now);
    const claim: Claim = { id: randomUUID(), at: now, events: ready(verdicts), more: due.length === limit };
    await writeClaim(trx, claim, { settings, version });
    return claim;
  });
}

const gone: EventVerdict = { kind: 'refuse', reason: 'deal_deleted' };
type Judged = { id: string; verdict: EventVerdict };

function ready(judged: readonly Judged[]): Claim['events'] {
  return judged.flatMap(({ id, verdict }) =>
    verdict.kind === 'ready' ? [{ id, event: verdict.event }] : [],
  );
}

/** The part of a refused batch that waits longest goes alone; everything else goes together. */
async function lockDue(trx: Db, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with first as (
      select batch from conversion_events where state = 'pending' and due_at <= ${believed(now)}
      order by due_at, id limit 1)
    select e.id from conversion_events e, first
    where e.state = 'pending' and e.due_at <= ${believed(now)} and e.batch is not distinct from first.batch
    order by e.due_at, e.id limit ${limit} for update of e skip locked`.execute(trx);
  return rows.map(({ id }) => id);
}

async function writeVerdicts(trx: Db, judged: readonly Judged[], now: Date): Promise<void> {
  const rows = judged.flatMap(({ id, verdict }) =>
    verdict.kind === 'ready' ? [] : [{ id, refused: verdict.kind === 'refuse', reason: verdict.reason }],
  );
  if (rows.length === 0) return;
  await sql`
    update conversion_events e set state = case when v.refused then 'refused' else 'pending' end,
      -- What it waited for until it was too late explains more than its age.
      details = case when v.refused and e.reason is not null then e.details || jsonb_build_object('waited_for', e.reason)
        else e.details end,
      reason = v.reason, settled_at = case when v.refused then ${now}::timestamptz end,
      due_at = ${laterBy(now, 0)} + case when e.event_time > ${now}::timestamptz - ${FRESH} then ${LOOK_SOON} else ${LOOK_AGAIN} end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (id bigint, refused boolean, reason text)
    where e.id = v.id`.execute(trx);
}

async function writeClaim(
  trx: Db,
  claim: Claim,
  { settings, version }: Pick<Deps, 'settings' | 'version'>,
): Promise<void> {
  const rows = claim.events.map(({ id, event }) => ({
    id,
    at: new Date(event.event_time * 1000),
    matched_by: Object.keys(event.user_data),
    value: event.custom_data.value ?? null,
    currency: event.custom_data.currency ?? null,
  }));
  await sql`
    update conversion_events e set state = 'claimed', claim_id = ${claim.id}, claimed_at = ${laterBy(claim.at, 0)},
      attempts = e.attempts + 1, reason = null, event_time = v.at, matched_by = v.matched_by, value = v.value,
      currency = v.currency, dataset_id = ${settings.dataset_id}, api_version = ${version},
      test_code = ${settings.mode === 'test' ? settings.test_event_code : null}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v
      (id bigint, at timestamptz, matched_by text[], value numeric, currency text)
    where e.id = v.id`.execute(trx);
}
