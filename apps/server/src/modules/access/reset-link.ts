import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { insertLink } from './links-repo.ts';
import { findUser } from './user-repo.ts';

/**
 * Makes a link by which this person sets a new password, once, within 24 hours. The present password works until then:
 * an administrator who only makes a link locks nobody out.
 *
 * @throws AppError not_found; conflict for a disabled person, whom a new password would not let in
 */
export function createResetLink(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  userId: string,
): Promise<{ token: string; expiresAt: Date }> {
  return inTransaction(db, async (tx) => {
    const user = await findUser(tx, userId);
    if (user === null) throw notFound('Такого пользователя нет');
    if (user.disabled) throw new AppError('conflict', 'Доступ отключён: сначала включите его');
    const target = { kind: 'reset' as const, user_id: userId };
    const { token, expiresAt } = await insertLink({ db: tx, clock }, actor, target);
    const after = { expires_at: expiresAt.toISOString() };
    await writeAudit(tx, clock, { actor, action: 'user.reset_link', subject: userId, after });
    return { token, expiresAt };
  });
}
