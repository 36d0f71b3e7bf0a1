import type { DecideConversionsRequest } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction, laterBy } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { writeAudit } from '../access/index.ts';
import { clearDoubt } from './send-conversions.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

/**
 * A person's word on events in doubt: they count as sent, or are sent again, knowing that Meta may then count them twice.
 * Events that are not in doubt stay as they are.
 *
 * @returns how many were decided
 */
export async function decideDoubts(
  deps: Deps,
  actor: string,
  { ids, decision }: DecideConversionsRequest,
): Promise<number> {
  const { db, clock } = deps;
  const now = clock.now();
  const { decided, left } = await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      update conversion_events set decided_by = ${actor}, claim_id = null, claimed_at = null,
        state = ${decision === 'sent' ? 'sent' : 'pending'}, due_at = ${laterBy(now, 0)},
        reason = ${decision === 'sent' ? 'decided_sent' : null},
        settled_at = ${decision === 'sent' ? now : null}
      where id = any(${ids}::bigint[]) and state = 'in_doubt' returning id`.execute(trx);
    if (rows.length > 0)
      await writeAudit(trx, clock, {
        ...{ actor, action: 'conversions.decide', details: { decision, ids: rows.map(({ id }) => id) } },
        ...{ before: { state: 'in_doubt' }, after: { state: decision === 'sent' ? 'sent' : 'pending' } },
      });
    const rest = await sql`select from conversion_events where state = 'in_doubt' limit 1`.execute(trx);
    return { decided: rows.length, left: rest.rows.length };
  });
  if (left === 0) await clearDoubt(deps);
  return decided;
}
