import type { ReplayRequest } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from '../access/index.ts';

/**
 * Puts deliveries back into the queue, as new attempts of the same deliveries: after a defect was mended, a
 * pipeline mapped, an account corrected. Processing is idempotent, so replaying what was processed is safe.
 *
 * @returns how many deliveries match, and how many were put back (none in a dry run)
 */
export function replayDeliveries(
  db: Db,
  request: z.infer<typeof ReplayRequest>,
  { clock, actor }: { clock: Clock; actor: string },
): Promise<{ matched: number; replayed: number }> {
  const which = sql`state <> 'pending' and ${sql.join(conditions(request), sql` and `)}`;
  return inTransaction(db, async (trx) => {
    if (request.dry_run) {
      const { rows } = await sql<{ matched: string }>`
        select count(*) as matched from webhook_deliveries where ${which}`.execute(trx);
      return { matched: Number(rows[0]?.matched ?? 0), replayed: 0 };
    }
    const result = await sql`
      update webhook_deliveries set state = 'pending', attempts = 0, next_attempt_at = ${clock.now()}, processed_at = null
      where ${which}`.execute(trx);
    const replayed = Number(result.numAffectedRows ?? 0);
    await writeAudit(trx, clock, { actor, action: 'inbox.replay', details: { ...request, replayed } });
    return { matched: replayed, replayed };
  });
}

function conditions({
  ids,
  state,
  received_from,
  received_to,
}: z.infer<typeof ReplayRequest>): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  if (ids !== undefined) found.push(sql`id = any(${ids}::bigint[])`);
  if (state !== undefined) found.push(sql`state = ${state}`);
  if (received_from !== undefined) found.push(sql`received_at >= ${received_from}::timestamptz`);
  if (received_to !== undefined) found.push(sql`received_at < ${received_to}::timestamptz`);
  return found;
}
