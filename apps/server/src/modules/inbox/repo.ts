import { type Kysely, type RawBuilder, sql } from 'kysely';
import { believed, laterBy, type Schema } from '../../platform/database/index.ts';

/** Bodies of one batch may be this large together; one larger body is a batch of its own. */
const BATCH_BYTES = 8 * 1024 * 1024;

export type NewDelivery = {
  endpoint: string;
  receivedAt: Date;
  contentType: string | null;
  headers: Record<string, string>;
  body: Buffer;
  contentHash: Buffer;
  requestId: string;
};

export type ClaimedDelivery = {
  id: string;
  endpoint: string;
  receivedAt: Date;
  contentType: string | null;
  body: Buffer;
  attempts: number;
};

/** What became of a delivery: said in the inbox, in words an admin understands. */
export type Outcome = {
  state: 'processed' | 'ignored' | 'quarantined';
  outcome: string;
  /** It tells of an erased person: its body goes with its processing. */
  forgetBody?: boolean;
};

/**
 * Writes deliveries in one statement, so in one commit. Due at once by the database's clock too: a machine whose clock was an hour
 * ahead would otherwise leave what it took waiting for an hour once it is right again (bench/long-run.ts: 537 deliveries).
 * @returns delivery ids by request id
 */
export async function insertDeliveries(
  db: Kysely<Schema>,
  rows: NewDelivery[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const result = await sql<{ request_id: string; id: string }>`
    insert into webhook_deliveries
      (endpoint, received_at, next_attempt_at, content_type, headers, body, content_hash, request_id)
    select endpoint, received_at, least(received_at, now()), content_type, headers, body, content_hash, request_id
    from unnest(
      ${rows.map((row) => row.endpoint)}::text[], ${rows.map((row) => row.receivedAt)}::timestamptz[],
      ${rows.map((row) => row.contentType)}::text[], ${rows.map((row) => JSON.stringify(row.headers))}::jsonb[],
      ${rows.map((row) => row.body)}::bytea[], ${rows.map((row) => row.contentHash)}::bytea[],
      ${rows.map((row) => row.requestId)}::text[]
    ) as d (endpoint, received_at, content_type, headers, body, content_hash, request_id)
    returning request_id, id`.execute(db);
  return new Map(result.rows.map((row) => [row.request_id, row.id]));
}

/** Request ids of those of these deliveries that are in the inbox already. */
export async function keptAlready(db: Kysely<Schema>, rows: NewDelivery[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const result = await sql<{ request_id: string }>`
    select d.request_id from webhook_deliveries d
    join unnest(${rows.map((row) => row.endpoint)}::text[], ${rows.map((row) => row.receivedAt)}::timestamptz[],
      ${rows.map((row) => row.requestId)}::text[]) as asked (endpoint, received_at, request_id)
      on d.endpoint = asked.endpoint and d.received_at = asked.received_at and d.request_id = asked.request_id`.execute(
    db,
  );
  return new Set(result.rows.map((row) => row.request_id));
}

/** Notes that a segment of the spool is in the inbox; false when it was there before. */
export async function markDrained(trx: Kysely<Schema>, segment: string): Promise<boolean> {
  const row = await trx
    .insertInto('drained_spool_segments')
    .values({ name: segment })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Locks up to `limit` due deliveries for this transaction, oldest first; another worker's rows are skipped. Of
 * large ones fewer: all bodies of a batch are in memory at once.
 */
export async function claimDeliveries(
  trx: Kysely<Schema>,
  limit: number,
  now: Date,
): Promise<ClaimedDelivery[]> {
  const result = await sql<ClaimedDelivery>`
    with due as (
      select id, octet_length(body) as bytes from webhook_deliveries
      where state = 'pending' and next_attempt_at <= ${believed(now)}
      -- The order of the index: by id alone every claim would sort the whole backlog.
      order by next_attempt_at, id limit ${limit}
      for update skip locked
    ), sized as (
      select id, sum(bytes) over (order by id) - bytes as bytes_before from due
    )
    select d.id, d.endpoint, d.received_at as "receivedAt", d.content_type as "contentType", d.body, d.attempts
    from webhook_deliveries d join sized s on s.id = d.id
    where s.bytes_before < ${BATCH_BYTES} order by d.id`.execute(trx);
  return result.rows;
}

/** Closes claimed deliveries, in the same transaction as their effects. */
export async function closeDeliveries(
  trx: Kysely<Schema>,
  outcomes: Map<string, Outcome>,
  now: Date,
): Promise<void> {
  const rows = [...outcomes].map(([id, { state, outcome, forgetBody = false }]) => ({
    ...{ id, state, outcome, forget: forgetBody },
  }));
  await sql`
    update webhook_deliveries d
    set state = o.state, outcome = o.outcome, attempts = d.attempts + 1, processed_at = ${now},
      body = case when o.forget then ''::bytea else d.body end,
      body_removed_at = case when o.forget then ${now}::timestamptz else d.body_removed_at end,
      body_removed_for = case when o.forget then 'erasure' else d.body_removed_for end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o (id bigint, state text, outcome text, forget boolean)
    where d.id = o.id`.execute(trx);
}

/**
 * Puts a delivery that failed back for later and keeps the failure in its history; after `maxAttempts` it rests
 * as `failed` until replayed.
 */
export async function postponeDelivery(
  db: Kysely<Schema>,
  delivery: { id: string; attempts: number },
  options: { maxAttempts: number; error: string; now: Date },
): Promise<void> {
  const attempts = delivery.attempts + 1;
  const waitSeconds = Math.min(3600, 2 ** attempts * 5);
  await sql`
    with postponed as (
      update webhook_deliveries set attempts = ${attempts}, outcome = ${options.error},
        state = ${attempts >= options.maxAttempts ? 'failed' : 'pending'}, next_attempt_at = ${laterBy(options.now, waitSeconds)}
      where id = ${delivery.id} returning id
    )
    insert into delivery_attempts (delivery_id, at, state, outcome)
    select id, ${options.now}, 'failed', ${options.error} from postponed`.execute(db);
}

/**
 * Makes closed deliveries due again, oldest first, in one statement. Their outcomes so far go into their
 * histories; failures are there already.
 *
 * @returns how many
 */
export async function reopenDeliveries(
  db: Kysely<Schema>,
  which: RawBuilder<boolean>,
  now: Date,
): Promise<number> {
  const result = await sql`
    with asked as (
      select id, state, outcome, processed_at from webhook_deliveries where ${which} order by id for update
    ), kept as (
      insert into delivery_attempts (delivery_id, at, state, outcome)
      select id, coalesce(processed_at, ${now}::timestamptz), state, outcome from asked where state <> 'failed' order by id
    )
    update webhook_deliveries d
    set state = 'pending', attempts = 0, next_attempt_at = ${laterBy(now, 0)}, processed_at = null
    from asked where d.id = asked.id`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

export type Attempt = { at: Date; state: Outcome['state'] | 'failed'; outcome: string | null };

/** The attempts that are over, the first one first, without the present outcome of the delivery. */
export async function earlierAttempts(db: Kysely<Schema>, deliveryId: string): Promise<Attempt[]> {
  const result = await sql<Attempt>`
    select at, state, outcome from delivery_attempts where delivery_id = ${deliveryId} order by id`.execute(
    db,
  );
  return result.rows;
}
