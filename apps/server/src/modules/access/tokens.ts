import { createHash, randomBytes } from 'node:crypto';
import { type ApiToken as ApiTokenSchema, TokenScope } from '@traffic/contract';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction, type Schema } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from './audit.ts';

export type ApiToken = z.infer<typeof ApiTokenSchema>;
type Deps = { db: Db; clock: Clock };

/** The name of the token that `ADMIN_API_TOKEN` of the environment ensures; no other token may have it. */
export const ADMIN_TOKEN_NAME = 'ADMIN_API_TOKEN';
const LAST_USED_STEP_MS = 60_000;

/**
 * Makes a token: `td_` and 256 random bits. It is returned here and never again; we keep its SHA-256.
 *
 * @throws AppError validation for the reserved name
 */
export async function createToken(
  { db, clock }: Deps,
  by: { actor: string; userId: string | null },
  input: { name: string; scope: TokenScope },
): Promise<{ token: string; apiToken: ApiToken }> {
  if (input.name === ADMIN_TOKEN_NAME)
    throw validationError(`Имя ${ADMIN_TOKEN_NAME} занято: выберите другое`);
  const token = `td_${randomBytes(32).toString('base64url')}`;
  return inTransaction(db, async (tx) => {
    const row = await tx
      .insertInto('api_tokens')
      .values({ ...input, token_hash: digest(token), created_by: by.userId, created_at: clock.now() })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = { name: input.name, scope: input.scope };
    await writeAudit(tx, clock, {
      actor: by.actor,
      action: 'token.create',
      subject: String(row.id),
      after,
    });
    return { token, apiToken: toApiToken(row) };
  });
}

/** All tokens, the newest first, revoked ones too. */
export async function listTokens(db: Db): Promise<ApiToken[]> {
  const rows = await db.selectFrom('api_tokens').selectAll().orderBy('id', 'desc').execute();
  return rows.map(toApiToken);
}

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

export type ActiveToken = { id: number; name: string; scope: TokenScope; lastUsedAt: Date | null };

/**
 * The active token of this value, found by its digest; only looks.
 *
 * @returns null when it is unknown or revoked
 */
export async function findActiveToken(db: Db, rawToken: string): Promise<ActiveToken | null> {
  const row = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('token_hash', '=', digest(rawToken))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return { id: row.id, name: row.name, scope: toApiToken(row).scope, lastUsedAt: row.last_used_at };
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

function toApiToken(row: Selectable<Schema['api_tokens']>): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scope: TokenScope.parse(row.scope),
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
