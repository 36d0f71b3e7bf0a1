import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import { ADMIN_TOKEN_NAME, digest } from './tokens.ts';

type Deps = { db: Db; clock: Clock };

/**
 * Makes the token of `ADMIN_API_TOKEN` the one active token of that name: a changed value revokes the old one, a
 * missing value revokes all. Safe to run by every process at every start.
 *
 * @throws AppError conflict when the value is another token's
 */
export async function ensureAdminToken({ db, clock }: Deps, rawToken: string | null): Promise<void> {
  await inTransaction(db, async (tx) => {
    const current = rawToken === null ? null : await keepAdminToken({ db: tx, clock }, rawToken);
    const outdated = tx
      .updateTable('api_tokens')
      .set({ revoked_at: clock.now() })
      .where('name', '=', ADMIN_TOKEN_NAME)
      .where('revoked_at', 'is', null);
    await (current === null ? outdated : outdated.where('id', '!=', current)).execute();
  });
}

async function keepAdminToken({ db, clock }: Deps, rawToken: string): Promise<number> {
  const row = await db
    .insertInto('api_tokens')
    .values({
      name: ADMIN_TOKEN_NAME,
      scope: 'admin',
      token_hash: digest(rawToken),
      created_at: clock.now(),
    })
    .onConflict((conflict) =>
      conflict
        .column('token_hash')
        .doUpdateSet({ revoked_at: null })
        .where('api_tokens.name', '=', ADMIN_TOKEN_NAME),
    )
    .returning('id')
    .executeTakeFirst();
  if (!row)
    throw new AppError('conflict', `${ADMIN_TOKEN_NAME} is the value of another token: make a new one`);
  return row.id;
}
