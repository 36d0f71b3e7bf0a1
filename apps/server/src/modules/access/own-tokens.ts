import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, forbidden, notFound } from '../../platform/errors.ts';
import { actorOf, type UserPrincipal } from './principals.ts';
import { type ApiToken, insertToken, revokeToken, selectTokens, toApiToken } from './tokens.ts';

type Deps = { db: Db; clock: Clock };

/** Enough for a laptop, a phone and a few assistants; a forgotten loop must not fill the table. */
const ACTIVE_TOKENS = 10;

/** A targetologist's own tokens, the newest first, revoked ones too. */
export async function listOwnTokens(db: Db, userId: string): Promise<ApiToken[]> {
  const rows = await selectTokens(db)
    .where('api_tokens.owner_id', '=', userId)
    .orderBy('api_tokens.id', 'desc')
    .execute();
  return rows.map(toApiToken);
}

/**
 * Makes a token that sees what its owner sees: the rows of their team, for as long as they are in it.
 *
 * @throws AppError forbidden without a team, conflict above ten active tokens
 */
export async function createOwnToken(
  { db, clock }: Deps,
  owner: UserPrincipal,
  name: string,
): Promise<{ token: string; apiToken: ApiToken }> {
  const { team } = owner;
  if (team === null) throw forbidden('Вам доступны данные только вашей команды');
  return inTransaction(db, async (tx) => {
    // One at a time: two requests at once must not both find the tenth place free.
    await tx.selectFrom('users').select('id').where('id', '=', owner.id).forUpdate().execute();
    const active = (await listOwnTokens(tx, owner.id)).filter((token) => token.revoked_at === null);
    if (active.length >= ACTIVE_TOKENS)
      throw new AppError('conflict', 'У вас уже десять действующих ключей: отзовите лишние');
    const by = { actor: actorOf(owner), userId: owner.id };
    return insertToken({ db: tx, clock }, by, { name, scope: 'team:read', team, ownerId: owner.id });
  });
}

/**
 * Revokes one's own token at once.
 *
 * @throws AppError not_found, also for the token of somebody else: its existence is not told
 */
export async function revokeOwnToken(deps: Deps, owner: UserPrincipal, id: number): Promise<void> {
  const own = (await listOwnTokens(deps.db, owner.id)).some((token) => token.id === id);
  if (!own) throw notFound('Такого токена нет');
  await revokeToken(deps, actorOf(owner), id);
}
