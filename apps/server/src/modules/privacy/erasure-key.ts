import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { createSecretBox, type EncryptionKeys, SecretBoxError } from '../../platform/secret-box.ts';
import { createVeil, type Veil } from '../people/index.ts';

const NAME = 'erasure.key';
type Deps = { db: Db; clock: Clock; log: Logger; keys: EncryptionKeys };

/** How a row of `sealed_secrets` is sealed. */
export const purposeOf = (name: string): string => `secret.${name}`;

/**
 * The veil of this installation: its key is random, made once, and kept sealed, so that a copy of the tables without
 * ENCRYPTION_KEY tells nothing of who was erased. Asked for on first use; a failure is asked again.
 */
export function rememberVeil(deps: Deps): () => Promise<Veil> {
  let known: Promise<Veil> | null = null;
  return () => {
    known ??= loadKey(deps)
      .then(createVeil)
      .catch((error: unknown) => {
        known = null;
        throw error;
      });
    return known;
  };
}

/** @throws SecretBoxError when people were erased under a key that no given ENCRYPTION_KEY opens */
async function loadKey({ db, clock, log, keys }: Deps): Promise<Buffer> {
  const box = createSecretBox(keys, purposeOf(NAME));
  const fresh = { name: NAME, sealed: box.seal(randomBytes(32).toString('hex')), updated_at: clock.now() };
  await db
    .insertInto('sealed_secrets')
    .values(fresh)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { sealed } = await db
    .selectFrom('sealed_secrets')
    .select('sealed')
    .where('name', '=', NAME)
    .executeTakeFirstOrThrow();
  try {
    return Buffer.from(box.open(sealed), 'hex');
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    const erased = await db.selectFrom('erased_keys').select('digest').limit(1).executeTakeFirst();
    if (erased)
      throw new SecretBoxError(
        'people were erased under another ENCRYPTION_KEY: set it as ENCRYPTION_KEY_PREVIOUS and run npm run rotate-key',
        { cause: error },
      );
    log.warn('ENCRYPTION_KEY was changed: nobody is erased yet, so the key of erasures is made anew');
    await db.updateTable('sealed_secrets').set(fresh).where('name', '=', NAME).execute();
    return Buffer.from(box.open(fresh.sealed), 'hex');
  }
}
