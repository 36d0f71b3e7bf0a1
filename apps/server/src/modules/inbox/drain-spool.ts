import { type Db, inTransaction } from '../../platform/database/index.ts';
import { insertDeliveries, markDrained } from './repo.ts';
import type { Spool } from './spool.ts';

/**
 * Moves the closed segments of the spool into the inbox, oldest first. A segment and the note that it was
 * moved are committed together, so a crash in between repeats nothing; the file goes last.
 *
 * @returns how many deliveries were moved
 */
export async function drainSpool(db: Db, spool: Spool): Promise<number> {
  let moved = 0;
  for (const name of await spool.sealed()) {
    const { deliveries } = await spool.read(name);
    await inTransaction(db, async (trx) => {
      if (await markDrained(trx, name)) {
        await insertDeliveries(trx, deliveries);
        moved += deliveries.length;
      }
    });
    await spool.remove(name);
  }
  return moved;
}
