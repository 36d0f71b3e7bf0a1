import type { ReplayRequest } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from '../access/index.ts';
import { matching } from './delivery-filter.ts';
import { reopenDeliveries } from './repo.ts';

/**
 * Puts deliveries back into the queue, as new attempts of the same deliveries: after a defect was mended, a
 * pipeline mapped, an account corrected. Processing is idempotent, so replaying what was processed is safe.
 * What was said of them before stays in their history.
 *
 * A delivery whose body is gone (too old, or its person was erased) has nothing to process and is left alone.
 *
 * @returns how many deliveries match, and how many were put back (none in a dry run)
 */
export function replayDeliveries(
  db: Db,
  request: z.infer<typeof ReplayRequest>,
  { clock, actor }: { clock: Clock; actor: string },
): Promise<{ matched: number; replayed: number }> {
  const which = sql<boolean>`state <> 'pending' and body_removed_at is null and ${matching(request)}`;
  return inTransaction(db, async (trx) => {
    if (request.dry_run) {
      const { rows } = await sql<{ matched: string }>`
        select count(*) as matched from webhook_deliveries where ${which}`.execute(trx);
      return { matched: Number(rows[0]?.matched ?? 0), replayed: 0 };
    }
    const replayed = await reopenDeliveries(trx, which, clock.now());
    await writeAudit(trx, clock, { actor, action: 'inbox.replay', details: { ...request, replayed } });
    return { matched: replayed, replayed };
  });
}
