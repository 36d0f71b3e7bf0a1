import { readFile, rename, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { createSecretBox, type EncryptionKeys, SecretBoxError } from '../../platform/secret-box.ts';
import { writeAudit } from '../access/index.ts';
import { CONVERSIONS_PURPOSE } from '../conversions/index.ts';
import { keepsakePath, TOKENS_PURPOSE } from '../crm/index.ts';
import { purposeOf } from './erasure-key.ts';

/** Where sealed values lie, and what each row is sealed as. A new place of `createSecretBox` is added here. */
const SEALED = [
  {
    table: 'amocrm_tokens',
    key: 'id',
    columns: ['access_token', 'refresh_token'],
    purpose: () => TOKENS_PURPOSE,
  },
  { table: 'sealed_secrets', key: 'name', columns: ['sealed'], purpose: purposeOf },
] as const;

/** `unreadable`: sealed under a key that was not given; left as they are. */
export type Rotation = { resealed: number; unreadable: string[]; sessionsEnded: number };

/**
 * Seals every stored secret anew with the first key, and ends every session: their cookies were signed with the key
 * that is being put away, because it may be known to somebody. Running it again is safe.
 *
 * @param dataDir of the processes, where a renewed CRM token may lie that the database has not taken yet
 */
export async function rotateKeys(
  { db, clock, keys, dataDir }: { db: Db; clock: Clock; keys: EncryptionKeys; dataDir: string },
  actor = 'system',
): Promise<Rotation> {
  const rotation = await inTransaction(db, async (trx) => {
    const result: Rotation = { resealed: 0, unreadable: [], sessionsEnded: 0 };
    for (const place of SEALED) await resealTable(trx, keys, place, result);
    await resealConversions(trx, keys, result);
    const ended = await trx.deleteFrom('sessions').executeTakeFirst();
    result.sessionsEnded = Number(ended.numDeletedRows);
    await writeAudit(trx, clock, { actor, action: 'keys.rotate', details: { ...result } });
    return result;
  });
  await resealFile(keepsakePath(dataDir), keys, rotation);
  return rotation;
}

async function resealTable(
  trx: Db,
  keys: EncryptionKeys,
  { table, key, columns, purpose }: (typeof SEALED)[number],
  result: Rotation,
): Promise<void> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} for update`.execute(
    trx,
  );
  for (const row of rows)
    for (const column of columns) {
      const sealed = row[column];
      if (typeof sealed !== 'string') continue;
      const id = String(row[key]);
      const fresh = reseal(sealed, keys, purpose(id));
      if (fresh === null) {
        result.unreadable.push(`${table}.${column} ${id}`);
        continue;
      }
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${fresh} where ${sql.ref(key)}::text = ${id}`.execute(
        trx,
      );
      result.resealed += 1;
    }
}

/** The token of Meta's dataset lies inside a setting. */
async function resealConversions(trx: Db, keys: EncryptionKeys, result: Rotation): Promise<void> {
  const { rows } = await sql<{ token: string | null }>`
    select value ->> 'token' as token from settings where key = 'conversions' for update`.execute(trx);
  const token = rows[0]?.token ?? null;
  if (token === null) return;
  const fresh = reseal(token, keys, CONVERSIONS_PURPOSE);
  if (fresh === null) {
    result.unreadable.push('settings.conversions token');
    return;
  }
  await sql`update settings set value = jsonb_set(value, '{token}', to_jsonb(${fresh}::text)) where key = 'conversions'`.execute(
    trx,
  );
  result.resealed += 1;
}

async function resealFile(path: string, keys: EncryptionKeys, result: Rotation): Promise<void> {
  const sealed = await readFile(path, 'utf8').catch(() => null);
  if (sealed === null) return;
  const fresh = reseal(sealed, keys, TOKENS_PURPOSE);
  if (fresh === null) {
    result.unreadable.push('amocrm-tokens.sealed');
    return;
  }
  await writeFile(`${path}.new`, fresh, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  result.resealed += 1;
}

function reseal(sealed: string, keys: EncryptionKeys, purpose: string): string | null {
  const box = createSecretBox(keys, purpose);
  try {
    return box.seal(box.open(sealed));
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}
