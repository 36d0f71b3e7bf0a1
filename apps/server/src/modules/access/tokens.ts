import { createHash, randomBytes } from 'node:crypto';
import { type ApiToken as ApiTokenSchema, TokenScope } from '@traffic/contract';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';
import { findTeam, type TeamRef } from './teams.ts';

export type ApiToken = z.infer<typeof ApiTokenSchema>;
type Deps = { db: Db; clock: Clock };

/** The name of the token that `ADMIN_API_TOKEN` of the environment ensures; no other token may have it. */
export const ADMIN_TOKEN_NAME = 'ADMIN_API_TOKEN';
const LAST_USED_STEP_MS = 60_000;

/**
 * Makes a token: `td_` and 256 random bits. It is returned here and never again; we keep its SHA-256.
 *
 * @param input.team slug of the one team a `team:read` token sees; the other scopes have none
 * @throws AppError validation for the reserved name and for an unknown team
 */
export async function createToken(
  { db, clock }: Deps,
  by: { actor: string; userId: string | null },
  input: { name: string; scope: TokenScope; team?: string | undefined },
): Promise<{ token: string; apiToken: ApiToken }> {
  const team = input.team === undefined ? null : await findTeam(db, { slug: input.team });
  if (input.team !== undefined && team === null)
    throw validationError('Такой команды нет', [{ field: 'team' }]);
  return inTransaction(db, (tx) =>
    insertToken({ db: tx, clock }, by, { name: input.name, scope: input.scope, team, ownerId: null }),
  );
}

/**
 * Writes a token and who made it, inside the caller's transaction.
 *
 * @throws AppError validation for the reserved name
 */
export async function insertToken(
  { db, clock }: Deps,
  by: { actor: string; userId: string | null },
  made: { name: string; scope: TokenScope; team: TeamRef | null; ownerId: string | null },
): Promise<{ token: string; apiToken: ApiToken }> {
  const { name, scope, team, ownerId } = made;
  if (name === ADMIN_TOKEN_NAME) throw validationError(`Имя ${ADMIN_TOKEN_NAME} занято: выберите другое`);
  const token = `td_${randomBytes(32).toString('base64url')}`;
  const { id } = await db
    .insertInto('api_tokens')
    .values({
      ...{ name, scope, team_id: team?.id ?? null, owner_id: ownerId },
      ...{ token_hash: digest(token), created_by: by.userId, created_at: clock.now() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const after = { name, scope, team: team?.slug ?? null };
  await writeAudit(db, clock, { actor: by.actor, action: 'token.create', subject: String(id), after });
  const row = await selectTokens(db).where('api_tokens.id', '=', id).executeTakeFirstOrThrow();
  return { token, apiToken: toApiToken(row) };
}

/** All tokens, the newest first, revoked ones too. */
export async function listTokens(db: Db): Promise<ApiToken[]> {
  const rows = await selectTokens(db).orderBy('api_tokens.id', 'desc').execute();
  return rows.map(toApiToken);
}

/** Tokens with the team they are bound to. */
export function selectTokens(db: Db) {
  return db
    .selectFrom('api_tokens')
    .leftJoin('traffic_teams as team', 'team.id', 'api_tokens.team_id')
    .selectAll('api_tokens')
    .select(['team.slug', 'team.name as team_name', 'team.emoji', 'team.color']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTokens>['execute']>>[number];

/**
 * Revokes a token at once; revoking it again changes nothing.
 *
 * @throws AppError not_found; conflict for the token of the environment, which the next start would bring back
 */
export async function revokeToken({ db, clock }: Deps, actor: string, id: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('api_tokens')
      .select(['name', 'scope', 'revoked_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound('Такого токена нет');
    if (row.revoked_at !== null) return;
    if (row.name === ADMIN_TOKEN_NAME)
      throw new AppError('conflict', `Уберите ${ADMIN_TOKEN_NAME} из окружения и перезапустите сервер`);
    await tx.updateTable('api_tokens').set({ revoked_at: clock.now() }).where('id', '=', id).execute();
    const before = { name: row.name, scope: row.scope };
    await writeAudit(tx, clock, { actor, action: 'token.revoke', subject: String(id), before });
  });
}

export type ActiveToken = {
  id: number;
  name: string;
  scope: TokenScope;
  team: TeamRef | null;
  lastUsedAt: Date | null;
};

/**
 * The active token of this value, found by its digest; only looks.
 *
 * @returns null when it is unknown or revoked, or when its owner was disabled or is no longer in its team
 */
export async function findActiveToken(db: Db, rawToken: string): Promise<ActiveToken | null> {
  const row = await selectTokens(db)
    .leftJoin('users as owner', 'owner.id', 'api_tokens.owner_id')
    .select(['owner.disabled_at as owner_disabled_at', 'owner.team_id as owner_team_id'])
    .where('token_hash', '=', digest(rawToken))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  if (row.owner_id !== null && (row.owner_disabled_at !== null || row.owner_team_id !== row.team_id))
    return null;
  const { id, name, scope, team } = toApiToken(row);
  return { id, name, scope, team, lastUsedAt: row.last_used_at };
}

/** Notes that a token is in use, at most once a minute. No request depends on it. */
export async function noteTokenUse({ db, clock }: Deps, token: ActiveToken): Promise<void> {
  const now = clock.now();
  if (token.lastUsedAt !== null && now.getTime() - token.lastUsedAt.getTime() < LAST_USED_STEP_MS) return;
  await db.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', token.id).execute();
}

/** What we keep of a token: it is random enough that a plain SHA-256 cannot be searched. */
export function digest(rawToken: string): Buffer {
  return createHash('sha256').update(rawToken).digest();
}

export function toApiToken(row: Row): ApiToken {
  const { team_id: id, slug, team_name: name, emoji, color } = row;
  const bound = id !== null && slug !== null && name !== null && emoji !== null && color !== null;
  return {
    id: row.id,
    name: row.name,
    scope: TokenScope.parse(row.scope),
    team: bound ? { id, slug, name, emoji, color } : null,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
