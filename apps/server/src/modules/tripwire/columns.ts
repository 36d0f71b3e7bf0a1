import { TripwireColumns } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';

const KEY = 'tripwire';

/** Where the Tripwire database keeps its users and their lessons; what nobody has set is as usual. */
export async function readColumns(db: Db): Promise<TripwireColumns> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  return TripwireColumns.parse(row?.value ?? {});
}

export async function saveColumns(db: Db, columns: TripwireColumns, now: Date): Promise<void> {
  const value = { value: JSON.stringify(columns), updated_at: now };
  await db
    .insertInto('settings')
    .values({ key: KEY, ...value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(value))
    .execute();
}
