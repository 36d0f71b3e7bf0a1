import {
  type ConversionSettings as ShownSettings,
  ConversionMode,
  ConversionStage,
  type SaveConversionSettings,
} from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { createSecretBox, type EncryptionKeys } from '../../platform/secret-box.ts';
import { writeAudit } from '../access/index.ts';

const KEY = 'conversions';
/** What the token of the dataset is sealed as. */
export const CONVERSIONS_PURPOSE = 'conversions.token';

/** As it is kept; the token sealed. Off until somebody says otherwise. */
const Stored = z.object({
  mode: ConversionMode.default('off'),
  dataset_id: z.string().nullable().default(null),
  token: z.string().nullable().default(null),
  test_event_code: z.string().nullable().default(null),
  /** Nothing that happened before is sent. */
  since: z.iso.datetime().nullable().default(null),
  consent_unknown: z.enum(['withhold', 'send']).default('withhold'),
  consent_field_id: z.string().nullable().default(null),
  consent_yes: z.array(z.string()).default([]),
  lead_id_field_id: z.string().nullable().default(null),
  purchases: z.boolean().default(true),
  stages: z.array(ConversionStage).default([]),
});
export type ConversionSettings = z.infer<typeof Stored>;

/** What is to be sent and how, as of now. */
export async function loadSettings(db: Db): Promise<ConversionSettings> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  return Stored.parse(row?.value ?? {});
}

/** The settings as a person sees them: whether a token is there, never the token. */
export function showSettings({ token, ...shown }: ConversionSettings): ShownSettings {
  return { ...shown, token_set: token !== null };
}

/** @throws SecretBoxError when ENCRYPTION_KEY is not the one the token was sealed by */
export function openToken(keys: EncryptionKeys, sealed: string): string {
  return createSecretBox(keys, CONVERSIONS_PURPOSE).open(sealed);
}

/**
 * Keeps the settings and lets sending go on: whatever stopped it is to be tried anew. A token that is left out stays.
 * Switched on for the first time without a date, nothing older than this moment is sent.
 *
 * @throws AppError validation when it is switched on without a dataset, a token, or a code for the test mode
 */
export async function saveSettings(
  { db, clock, encryptionKeys }: { db: Db; clock: Clock; encryptionKeys: EncryptionKeys },
  actor: string,
  { token, ...wanted }: SaveConversionSettings,
): Promise<ConversionSettings> {
  return inTransaction(db, async (tx) => {
    const known = await loadSettings(tx);
    const sealed =
      token === undefined ? known.token : createSecretBox(encryptionKeys, CONVERSIONS_PURPOSE).seal(token);
    const since = wanted.since ?? known.since ?? (wanted.mode === 'off' ? null : clock.now().toISOString());
    const next: ConversionSettings = { ...wanted, token: sealed, since };
    refuseIncomplete(next);
    const value = JSON.stringify(next);
    await tx
      .insertInto('settings')
      .values({ key: KEY, value, updated_at: clock.now() })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: clock.now() }))
      .execute();
    // What is wanted may be another now: the history is looked through once more, from its beginning.
    const anew = { collected_to: '0', sales_collected_to: '0' };
    await tx
      .updateTable('conversion_gate')
      .set({ ...anew, paused_until: null, reason: null })
      .execute();
    await writeAudit(tx, clock, {
      ...{ actor, action: 'conversions.settings', subject: next.dataset_id ?? '' },
      ...{ before: withoutToken(known), after: withoutToken(next) },
      details: { new_token: token !== undefined },
    });
    return next;
  });
}

const withoutToken = ({ token, ...rest }: ConversionSettings) => ({ ...rest, has_token: token !== null });

function refuseIncomplete({ mode, dataset_id, token, test_event_code }: ConversionSettings): void {
  if (mode === 'off') return;
  const missing = [
    ...(dataset_id === null ? ['dataset_id'] : []),
    ...(token === null ? ['token'] : []),
    ...(mode === 'test' && test_event_code === null ? ['test_event_code'] : []),
  ];
  if (missing.length > 0)
    throw validationError(
      'Чтобы включить отправку, нужны набор данных и его ключ, а для проверки ещё и тестовый код',
      missing.map((field) => ({ field })),
    );
}
