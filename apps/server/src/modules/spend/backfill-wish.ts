import { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

const KEY = 'meta.backfill';
const Wish = z.object({ months: z.number().int() });

/** A person wants spend back to so many months ago: kept until it is there, also over a restart. */
export async function wishBackfill(db: Db, months: number): Promise<void> {
  const value = JSON.stringify({ months });
  await db
    .insertInto('settings')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** How many months are wanted; null when nobody waits for any. */
export async function wishedBackfill(db: Db): Promise<number | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  return row === undefined ? null : Wish.parse(row.value).months;
}

export async function endBackfillWish(db: Db): Promise<void> {
  await db.deleteFrom('settings').where('key', '=', KEY).execute();
}
