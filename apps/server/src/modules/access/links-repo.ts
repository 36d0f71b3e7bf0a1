import { createHash, randomBytes } from 'node:crypto';
import { type Invite, type LinkKind, Role } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { findTeam } from './teams.ts';

const HOUR_MS = 60 * 60_000;
/** An invite waits over a weekend; a reset is for the person who is on the phone now. */
const LIFETIME_MS: Record<LinkKind, number> = { invite: 72 * HOUR_MS, reset: 24 * HOUR_MS };

type Deps = { db: Db; clock: Clock };
type Target =
  | { kind: 'invite'; email: string; role: Role; team_id: number | null }
  | { kind: 'reset'; user_id: string };

/**
 * What we keep of a link's token. The kind is part of it: an invite's token is no reset's, nor anything else of ours
 * (API tokens and sessions live in tables of their own).
 */
export function digestOfLink(kind: LinkKind, token: string): Buffer {
  return createHash('sha256').update(`${kind} link ${token}`).digest();
}

/**
 * Keeps a new link; the one before it for the same person stops working.
 *
 * @returns the token, 256 random bits: it is here and never again
 */
export async function insertLink(
  { db, clock }: Deps,
  createdBy: string,
  target: Target,
): Promise<{ id: string; token: string; createdAt: Date; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + LIFETIME_MS[target.kind]);
  const column = target.kind === 'invite' ? 'email' : 'user_id';
  const value = target.kind === 'invite' ? target.email : target.user_id;
  await db
    .updateTable('user_links')
    .set({ revoked_at: createdAt })
    .where('kind', '=', target.kind)
    .where(column, '=', value)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const { id } = await db
    .insertInto('user_links')
    .values({
      ...target,
      token_hash: digestOfLink(target.kind, token),
      created_by: createdBy,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token, createdAt, expiresAt };
}

/** The link of this token, if it may still be used; `lock` keeps it until the transaction ends. */
export async function findOpenLink({ db, clock }: Deps, kind: LinkKind, token: string, lock = false) {
  const found = openLinks(db, clock)
    .select(['id', 'email', 'role', 'team_id', 'user_id', 'expires_at'])
    .where('token_hash', '=', digestOfLink(kind, token));
  return (await (lock ? found.forUpdate() : found).executeTakeFirst()) ?? null;
}

/** Invites that wait, the newest first. */
export async function listInvites({ db, clock }: Deps): Promise<Invite[]> {
  const rows = await openLinks(db, clock)
    .select(['id', 'email', 'role', 'team_id', 'created_at', 'expires_at'])
    .where('kind', '=', 'invite')
    .orderBy('id', 'desc')
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      email: row.email ?? '',
      role: Role.parse(row.role),
      team: row.team_id === null ? null : await findTeam(db, { id: row.team_id }),
      created_at: row.created_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
    })),
  );
}

function openLinks(db: Db, clock: Clock) {
  return db
    .selectFrom('user_links')
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', clock.now());
}

/** Takes links back: those of this administrator, or the one of this id. @returns how many were open */
export async function revokeLinks(
  { db, clock }: Deps,
  which: { createdBy: string } | { inviteId: string } | { userId: string },
): Promise<number> {
  let links = db
    .updateTable('user_links')
    .set({ revoked_at: clock.now() })
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null);
  if ('createdBy' in which) links = links.where('created_by', '=', which.createdBy);
  else if ('userId' in which) links = links.where('user_id', '=', which.userId);
  else links = links.where('id', '=', which.inviteId).where('kind', '=', 'invite');
  return Number((await links.executeTakeFirst()).numUpdatedRows);
}
