import type { ChangeUserRequest, UserAccount } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { revokeLinks } from './links-repo.ts';
import { endSessions } from './sessions-repo.ts';
import { findTeam, type TeamRef } from './teams.ts';
import { findUser } from './user-repo.ts';

type Deps = { db: Db; clock: Clock };

/**
 * Changes what a person may do and see. A new role or team holds from their next request on; who is disabled loses
 * every open session in the same transaction, and who is no administrator any more the links they made.
 *
 * @param actor who does it, as in `actorOf`
 * @throws AppError not_found; validation for an unknown team or a targetologist without one; conflict when nobody
 *   would be left to administer
 */
export function changeUser(
  { db, clock }: Deps,
  actor: string,
  id: string,
  change: ChangeUserRequest,
): Promise<UserAccount> {
  return inTransaction(db, async (trx) => {
    await lockAdmins(trx);
    const before = await findUser(trx, id);
    if (before === null) throw notFound('Такого пользователя нет');
    const role = change.role ?? before.role;
    const team = role === 'targetologist' ? await teamOf(trx, before, change) : null;
    const disabled = change.disabled ?? before.disabled;
    const now = clock.now();
    await trx
      .updateTable('users')
      .set({ role, team_id: team?.id ?? null, updated_at: now })
      .$if(disabled !== before.disabled, (update) => update.set({ disabled_at: disabled ? now : null }))
      .where('id', '=', id)
      .execute();
    if (disabled) await endSessions(trx, { userId: id });
    // Links that somebody handed out as an administrator do not outlive the office.
    if (before.role === 'admin' && (disabled || role !== 'admin'))
      await revokeLinks({ db: trx, clock }, { createdBy: `user:${id}` });
    await refuseWithoutAdmin(trx, before);
    await writeAudit(trx, clock, {
      ...{ actor, action: 'user.change', subject: id },
      before: { role: before.role, team: before.team?.slug ?? null, disabled: before.disabled },
      after: { role, team: team?.slug ?? null, disabled },
    });
    return { ...before, role, team, disabled };
  });
}

async function teamOf(db: Db, before: UserAccount, change: ChangeUserRequest): Promise<TeamRef> {
  const slug = change.team === undefined ? before.team?.slug : change.team;
  const team = slug ? await findTeam(db, { slug }) : null;
  if (team) return team;
  const message = slug ? 'Такой команды нет' : 'Таргетологу нужна команда';
  throw validationError(message, [{ field: 'team' }]);
}

/** Two administrators who disable each other at once go one after the other, and the second is refused. */
async function lockAdmins(db: Db): Promise<void> {
  await db.selectFrom('users').select('id').where('role', '=', 'admin').orderBy('id').forUpdate().execute();
}

async function refuseWithoutAdmin(db: Db, before: UserAccount): Promise<void> {
  if (before.role !== 'admin' || before.disabled) return;
  const left = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (left === undefined)
    throw new AppError('conflict', 'Это последний администратор: сначала назначьте другого');
}
