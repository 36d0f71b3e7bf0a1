import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from './audit.ts';
import { hashPassword } from './password.ts';
import { insertUser, type NewUser } from './user-repo.ts';

/**
 * Makes an account for somebody without an invite: the first administrator, and people taken over from another system.
 *
 * @param actor who does it, as in `actorOf`
 * @returns false when the e-mail is in use; nothing has changed then
 */
export async function createUser(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  user: NewUser,
  password: string,
): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return inTransaction(db, async (tx) => {
    const made = await insertUser({ db: tx, clock }, user, passwordHash);
    if (made === null) return false;
    await writeAudit(tx, clock, { actor, action: 'user.create', subject: made.id });
    return true;
  });
}
