import { Role, type UseLinkRequest } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { findOpenLink } from './links-repo.ts';
import { hashPassword } from './password.ts';
import { endSessions } from './sessions-repo.ts';
import { findTeam } from './teams.ts';
import { findUser, insertUser, replacePassword } from './user-repo.ts';

type Deps = { db: Db; clock: Clock };
type Link = NonNullable<Awaited<ReturnType<typeof findOpenLink>>>;

const gone = () =>
  notFound('Ссылка не действует: она уже использована, отозвана или устарела. Попросите новую');

/**
 * What a link is for, without using it.
 *
 * @throws AppError not_found, with one text whatever is wrong with it
 */
export async function lookAtLink({ db, clock }: Deps, kind: UseLinkRequest['kind'], token: string) {
  const link = await findOpenLink({ db, clock }, kind, token);
  if (link === null) throw gone();
  const user = link.user_id === null ? null : await findUser(db, link.user_id);
  if (kind === 'reset' && (user === null || user.disabled)) throw gone();
  return { email: user?.email ?? link.email ?? '', name: user?.name ?? null, expiresAt: link.expires_at };
}

/**
 * Uses a link, once: an invite makes its user, a reset replaces the password and ends every session of the person. Two
 * uses at once go one after the other, and the second finds nothing.
 *
 * @returns the e-mail to sign in with
 * @throws AppError not_found; conflict when the invited e-mail has a user since
 */
export async function useLink(deps: Deps, use: UseLinkRequest): Promise<{ email: string }> {
  // Before the slow hash, so that guesses cost nothing; and again under the lock.
  await lookAtLink(deps, use.kind, use.token);
  const passwordHash = await hashPassword(use.password);
  return inTransaction(deps.db, async (tx) => {
    const inside = { db: tx, clock: deps.clock };
    const link = await findOpenLink(inside, use.kind, use.token, true);
    if (link === null) throw gone();
    await tx.updateTable('user_links').set({ used_at: deps.clock.now() }).where('id', '=', link.id).execute();
    return use.kind === 'invite'
      ? accept(inside, link, use.name ?? '', passwordHash)
      : reset(inside, link, passwordHash);
  });
}

async function accept({ db, clock }: Deps, link: Link, name: string, passwordHash: string) {
  const team = link.team_id === null ? null : await findTeam(db, { id: link.team_id });
  const role = Role.parse(link.role);
  const user = await insertUser({ db, clock }, { email: link.email ?? '', name, role, team }, passwordHash);
  if (user === null) throw new AppError('conflict', 'Пользователь с этой почтой уже есть');
  const after = { role, team: team?.slug ?? null };
  const details = { invite: link.id };
  const actor = `user:${user.id}`;
  await writeAudit(db, clock, { actor, action: 'user.create', subject: user.id, after, details });
  return { email: user.email };
}

async function reset({ db, clock }: Deps, link: Link, passwordHash: string) {
  const user = link.user_id === null ? null : await findUser(db, link.user_id);
  if (user === null || user.disabled) throw gone();
  await replacePassword({ db, clock }, user.email, passwordHash);
  const ended = await endSessions(db, { userId: user.id });
  const details = { by: 'link', sessions_ended: ended };
  const actor = `user:${user.id}`;
  await writeAudit(db, clock, { actor, action: 'user.password', subject: user.id, details });
  return { email: user.email };
}
