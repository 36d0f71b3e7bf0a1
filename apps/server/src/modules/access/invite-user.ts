import type { Invite, InviteRequest } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { insertLink, revokeLinks } from './links-repo.ts';
import { findTeam } from './teams.ts';

type Deps = { db: Db; clock: Clock };

/**
 * Makes an invite: whoever opens its link within 72 hours becomes this user. A second invite of one e-mail takes the
 * first one back.
 *
 * @param actor who invites, as in `actorOf`
 * @returns the token of the link, here and never again
 * @throws AppError validation for an unknown team, conflict for an e-mail in use
 */
export async function inviteUser(
  { db, clock }: Deps,
  actor: string,
  input: InviteRequest,
): Promise<{ invite: Invite; token: string }> {
  const team = input.team === undefined ? null : await findTeam(db, { slug: input.team });
  if (input.team !== undefined && team === null)
    throw validationError('Такой команды нет', [{ field: 'team' }]);
  const email = input.email.toLowerCase();
  const { role } = input;
  return inTransaction(db, async (tx) => {
    const known = await tx.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
    if (known) throw new AppError('conflict', 'Пользователь с этой почтой уже есть');
    const target = { kind: 'invite' as const, email, role, team_id: team?.id ?? null };
    const link = await insertLink({ db: tx, clock }, actor, target);
    const after = { role, team: team?.slug ?? null, expires_at: link.expiresAt.toISOString() };
    await writeAudit(tx, clock, { actor, action: 'user.invite', subject: link.id, after });
    const stamps = { created_at: link.createdAt.toISOString(), expires_at: link.expiresAt.toISOString() };
    return { invite: { id: link.id, email, role, team, ...stamps }, token: link.token };
  });
}

/**
 * Takes an invite back: its link stops working at once.
 *
 * @throws AppError not_found when it is used, over or taken back already
 */
export function revokeInvite({ db, clock }: Deps, actor: string, id: string): Promise<void> {
  return inTransaction(db, async (tx) => {
    if ((await revokeLinks({ db: tx, clock }, { inviteId: id })) === 0)
      throw notFound('Такого приглашения нет, или оно уже использовано');
    const before = await tx
      .selectFrom('user_links as l')
      .leftJoin('traffic_teams as t', 't.id', 'l.team_id')
      .select(['l.role', 't.slug as team', 'l.expires_at'])
      .where('l.id', '=', id)
      .executeTakeFirst();
    await writeAudit(tx, clock, { actor, action: 'user.uninvite', subject: id, before, after: null });
  });
}
