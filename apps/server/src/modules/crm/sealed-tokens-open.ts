import type { Db } from '../../platform/database/index.ts';
import { createSecretBox, type EncryptionKeys, SecretBoxError } from '../../platform/secret-box.ts';
import { TOKENS_PURPOSE } from './token-repo.ts';

/** Whether the stored pair of tokens opens with these keys; true when none is stored. */
export async function sealedTokensOpen(db: Db, encryptionKeys: EncryptionKeys): Promise<boolean> {
  const row = await db.selectFrom('amocrm_tokens').select('refresh_token').executeTakeFirst();
  if (row === undefined) return true;
  try {
    createSecretBox(encryptionKeys, TOKENS_PURPOSE).open(row.refresh_token);
    return true;
  } catch (error) {
    if (error instanceof SecretBoxError) return false;
    throw error;
  }
}
