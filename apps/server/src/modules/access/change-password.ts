import type { ChangePasswordRequest } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { revokeLinks } from './links-repo.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { endSessions } from './sessions-repo.ts';
import { passwordHashOf, replacePassword } from './user-repo.ts';

/**
 * A person changes their own password. Every other session of theirs ends, and so does an open reset link: if somebody
 * else was in, they are out.
 *
 * @throws AppError validation, at `current_password`, when the present one is wrong
 */
export async function changePassword(
  { db, clock }: { db: Db; clock: Clock },
  person: { id: string; email: string; sessionId: string },
  change: ChangePasswordRequest,
): Promise<{ ended: number }> {
  const present = await passwordHashOf(db, person.id);
  if (present === null || !(await verifyPassword(present, change.current_password)))
    throw validationError('Нынешний пароль не подходит', [{ field: 'current_password' }]);
  const passwordHash = await hashPassword(change.password);
  return inTransaction(db, async (tx) => {
    await replacePassword({ db: tx, clock }, person.email, passwordHash);
    const ended = await endSessions(tx, { userId: person.id, except: person.sessionId });
    await revokeLinks({ db: tx, clock }, { userId: person.id });
    const details = { by: 'person', sessions_ended: ended };
    const actor = `user:${person.id}`;
    await writeAudit(tx, clock, { actor, action: 'user.password', subject: person.id, details });
    return { ended };
  });
}
