import type { CreateUserRequest, SessionUser } from '@traffic/contract';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { hashPassword } from './password.ts';
import { findTeam } from './teams.ts';
import { insertUser } from './user-repo.ts';

/**
 * Makes a user who signs in with e-mail and password.
 *
 * @param actor who does it, as in `actorOf`
 * @throws AppError validation for an unknown team, conflict for an e-mail in use
 */
export async function createUser(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  input: z.infer<typeof CreateUserRequest>,
): Promise<SessionUser> {
  const team = input.team === undefined ? null : await findTeam(db, { slug: input.team });
  if (input.team !== undefined && team === null)
    throw validationError('Такой команды нет', [{ field: 'team' }]);
  const { email, name, role } = input;
  const passwordHash = await hashPassword(input.password);
  return inTransaction(db, async (tx) => {
    const user = await insertUser({ db: tx, clock }, { email, name, role, team }, passwordHash);
    if (user === null) throw new AppError('conflict', 'Пользователь с этой почтой уже есть');
    const details = { role, team: team?.slug ?? null };
    await writeAudit(tx, clock, { actor, action: 'user.create', subject: user.id, details });
    return user;
  });
}
