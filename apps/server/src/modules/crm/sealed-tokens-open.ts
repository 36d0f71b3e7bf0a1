import type { Db } from '../../platform/database/index.ts';
import { createSecretBox, SecretBoxError } from '../../platform/secret-box.ts';
import { TOKENS_PURPOSE } from './token-repo.ts';

/** Whether the stored pair of tokens opens with this key; true when none is stored. */
export async function sealedTokensOpen(db: Db, encryptionKey: string): Promise<boolean> {
  const row = await db.selectFrom('amocrm_tokens').select('refresh_token').executeTakeFirst();
  if (row === undefined) return true;
  try {
    createSecretBox(encryptionKey, TOKENS_PURPOSE).open(row.refresh_token);
    return true;
  } catch (error) {
    if (error instanceof SecretBoxError) return false;
    throw error;
  }
}
