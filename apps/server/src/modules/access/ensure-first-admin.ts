import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { createUser } from './create-user.ts';

/**
 * Makes the first administrator (`ADMIN_EMAIL`, `ADMIN_PASSWORD`), only while there is no user at all: a password
 * changed later in the product is not set back by a restart.
 *
 * @returns whether it was made now
 */
export async function ensureFirstAdmin(
  deps: { db: Db; clock: Clock },
  { email, password }: { email: string; password: string },
): Promise<boolean> {
  const anybody = await deps.db.selectFrom('users').select('id').limit(1).executeTakeFirst();
  if (anybody) return false;
  return createUser(deps, 'system', { email, name: 'Администратор', role: 'admin', team: null }, password);
}
