import { QuietHours } from '@traffic/contract';
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction, type Schema } from '../../platform/database/index.ts';
import { writeAudit } from '../access/index.ts';

const KEY = 'telegram_quiet_hours';

/** Null = alarms are told at any hour. */
export async function readQuietHours(db: Kysely<Schema>): Promise<QuietHours | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  return QuietHours.nullable().parse(row?.value ?? null);
}

export async function setQuietHours(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  quiet: QuietHours | null,
): Promise<void> {
  const value = JSON.stringify(quiet);
  const updated_at = clock.now();
  await inTransaction(db, async (trx) => {
    const before = await readQuietHours(trx);
    await trx
      .insertInto('settings')
      .values({ key: KEY, value, updated_at })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at }))
      .execute();
    await writeAudit(trx, clock, { actor, action: 'telegram.quiet-hours', before, after: quiet });
  });
}
