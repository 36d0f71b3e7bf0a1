import type { Delivery, DeliveryState, InboxQuery, InboxResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { matching } from './delivery-filter.ts';
import { readOutcome } from './read-outcome.ts';

/** The columns of a delivery that everybody who may see the inbox may see. */
export function selectDeliveries(db: Db) {
  return db
    .selectFrom('webhook_deliveries')
    .select(['id', 'endpoint', 'received_at', 'content_type', 'state', 'outcome', 'attempts', 'processed_at'])
    .select([
      sql<number>`octet_length(body)`.as('bytes'),
      sql<string>`encode(content_hash, 'hex')`.as('content_hash'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['execute']>>[number];

export function toDelivery(row: Row): Delivery {
  const { id, endpoint, content_type, bytes, content_hash, outcome, attempts } = row;
  return {
    ...{ id, endpoint, content_type, bytes, content_hash, outcome, attempts },
    reason: readOutcome(outcome),
    state: row.state as DeliveryState,
    received_at: row.received_at.toISOString(),
    processed_at: row.processed_at?.toISOString() ?? null,
  };
}

/** Deliveries as received, newest first, without their bodies. `cursor` is the last id of the page before. */
export async function listDeliveries(
  db: Db,
  query: z.infer<typeof InboxQuery>,
): Promise<Omit<z.infer<typeof InboxResponse>, 'success'>> {
  if (query.cursor !== undefined && !/^\d{1,18}$/.test(query.cursor))
    throw validationError('cursor: не число');
  let rows = selectDeliveries(db)
    .where(matching(query))
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.cursor !== undefined) rows = rows.where('id', '<', query.cursor);
  const [found, dead] = await Promise.all([rows.execute(), countDeadLetters(db)]);
  const page = found.slice(0, query.limit);
  return {
    deliveries: page.map(toDelivery),
    dead_letters: dead,
    next_cursor: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

async function countDeadLetters(db: Db): Promise<number> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select(sql<string>`count(*)`.as('dead'))
    .where('state', '=', 'failed')
    .executeTakeFirstOrThrow();
  return Number(row.dead);
}

/** When an endpoint was last called and how often in the last 24 hours. */
export async function webhookActivity(
  db: Db,
  endpoint: string,
  now: Date,
): Promise<{ last_delivery_at: string | null; last_24h: number }> {
  const since = new Date(now.getTime() - 24 * 3_600_000);
  const of = db.selectFrom('webhook_deliveries').where('endpoint', '=', endpoint);
  // Two questions to the index: together they would read years of deliveries to find the last.
  const [last, recent] = await Promise.all([
    of.select('received_at').orderBy('received_at', 'desc').limit(1).executeTakeFirst(),
    of.select(sql<string>`count(*)`.as('n')).where('received_at', '>=', since).executeTakeFirst(),
  ]);
  return { last_delivery_at: last?.received_at.toISOString() ?? null, last_24h: Number(recent?.n ?? 0) };
}
