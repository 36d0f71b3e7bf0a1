import { type Db, inTransaction } from '../../platform/database/index.ts';
import { insertDeliveries, keptAlready, markDrained } from './repo.ts';
import type { Spool } from './spool.ts';

/**
 * Moves the closed segments of the spool into the inbox, oldest first. A segment and the note that it was
 * moved are committed together, so a crash in between repeats nothing; the file goes last. What the database
 * had kept in spite of its silence is not kept twice.
 *
 * @returns how many deliveries were moved
 */
export async function drainSpool(db: Db, spool: Spool): Promise<number> {
  let moved = 0;
  for (const name of await spool.sealed()) {
    const { deliveries } = await spool.read(name);
    await inTransaction(db, async (trx) => {
      if (!(await markDrained(trx, name))) return;
      const kept = await keptAlready(
        trx,
        deliveries.filter((delivery) => delivery.unsure),
      );
      // What had tried the database first stands a little behind what went straight to the spool.
      const missing = deliveries
        .filter((delivery) => !kept.has(delivery.requestId))
        .toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
      await insertDeliveries(trx, missing);
      moved += missing.length;
    });
    await spool.remove(name);
  }
  return moved;
}
