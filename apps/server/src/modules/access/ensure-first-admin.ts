import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from './audit.ts';
import { hashPassword } from './password.ts';
import { insertUser, type NewUser } from './user-repo.ts';

/**
 * Makes the first administrator (`ADMIN_EMAIL`, `ADMIN_PASSWORD`), only while there is no user at all: a password
 * changed later in the product is not set back by a restart.
 *
 * @returns whether it was made now
 */
export async function ensureFirstAdmin(
  { db, clock }: { db: Db; clock: Clock },
  credentials: { email: string; password: string },
): Promise<boolean> {
  const anybody = await db.selectFrom('users').select('id').limit(1).executeTakeFirst();
  if (anybody) return false;
  const admin: NewUser = { email: credentials.email, name: 'Администратор', role: 'admin', team: null };
  const passwordHash = await hashPassword(credentials.password);
  return inTransaction(db, async (tx) => {
    const user = await insertUser({ db: tx, clock }, admin, passwordHash);
    if (user === null) return false;
    await writeAudit(tx, clock, { actor: 'system', action: 'user.create', subject: user.id });
    return true;
  });
}
