import type { Db } from './connect.ts';

/**
 * Runs `work` in one transaction: all of it is kept, or none. Inside another transaction it joins that one, so a
 * verb may open its own and still be part of a larger one.
 */
export function inTransaction<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
