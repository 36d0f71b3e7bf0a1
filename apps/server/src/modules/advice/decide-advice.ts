import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';

type Decision = { state: 'accepted' | 'hidden'; reason: string | null };

/**
 * A person's word on a recommendation. It is final: the situation may come again as a new one, after a while.
 *
 * @param visibleTeamId the only team whose recommendations the caller may decide; null = all
 * @throws AppError `not_found`, also for another team's; `conflict` when it is decided or gone already
 */
export function decideAdvice(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  id: number,
  visibleTeamId: number | null,
  { state, reason }: Decision,
): Promise<void> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('recommendations')
      .select(['rule', 'team_id', 'subject', 'state'])
      .where('id', '=', String(id))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || (visibleTeamId !== null && row.team_id !== visibleTeamId))
      throw notFound('Такой рекомендации нет');
    if (row.state !== 'open') throw new AppError('conflict', 'По этой рекомендации решение уже принято');
    await trx
      .updateTable('recommendations')
      .set({ state, reason, decided_at: clock.now(), decided_by: actor })
      .where('id', '=', String(id))
      .execute();
    const action = state === 'accepted' ? 'advice.accept' : 'advice.hide';
    const { rule, team_id: team, subject } = row;
    await writeAudit(trx, clock, {
      ...{ actor, action, subject: String(id), details: { rule, team, subject } },
      ...{ before: { state: row.state }, after: { state, reason } },
    });
  });
}
