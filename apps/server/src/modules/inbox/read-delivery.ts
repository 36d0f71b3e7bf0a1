import type { DeliveryResponse } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { selectDeliveries, toDelivery } from './list-deliveries.ts';
import { maskText } from './mask-personal.ts';
import { presentBody } from './present-body.ts';
import { readOutcome } from './read-outcome.ts';
import { type Attempt, earlierAttempts } from './repo.ts';

/**
 * One delivery with its headers, its body field by field with personal data masked, and every attempt.
 *
 * @throws AppError `not_found` for an id that no delivery has
 */
export async function readDelivery(db: Db, id: string): Promise<DeliveryResponse['delivery']> {
  const row = /^\d{1,18}$/.test(id)
    ? await selectDeliveries(db)
        .select(['headers', 'body', 'request_id', 'next_attempt_at'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw notFound('Такого вебхука нет');
  const delivery = toDelivery(row);
  return {
    ...delivery,
    request_id: row.request_id,
    next_attempt_at: row.state === 'pending' ? row.next_attempt_at.toISOString() : null,
    headers: Object.fromEntries(
      Object.entries(row.headers as Record<string, string>).map(([name, value]) => [name, maskText(value)]),
    ),
    body: presentBody(row.body),
    history: [...(await earlierAttempts(db, id)), ...present(row)].map((attempt, index) => ({
      number: index + 1,
      at: attempt.at.toISOString(),
      state: attempt.state,
      outcome: attempt.outcome,
      reason: readOutcome(attempt.outcome),
    })),
  };
}

/** What the delivery itself says of its last attempt; a failure is in the history already. */
function present(row: { state: string; outcome: string | null; processed_at: Date | null }): Attempt[] {
  if (row.processed_at === null || row.state === 'failed' || row.state === 'pending') return [];
  return [{ at: row.processed_at, state: row.state as Attempt['state'], outcome: row.outcome }];
}
