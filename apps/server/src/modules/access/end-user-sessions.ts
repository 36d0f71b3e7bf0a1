import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { endSessions } from './sessions-repo.ts';
import { findUser } from './user-repo.ts';

/**
 * Signs a person out everywhere.
 *
 * @returns how many sessions ended
 * @throws AppError not_found
 */
export function endUserSessions(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  userId: string,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    if ((await findUser(tx, userId)) === null) throw notFound('Такого пользователя нет');
    const ended = await endSessions(tx, { userId });
    await writeAudit(tx, clock, {
      ...{ actor, action: 'user.sign_out', subject: userId, details: { sessions_ended: ended } },
      ...{ before: { sessions: ended }, after: { sessions: 0 } },
    });
    return ended;
  });
}
