import { rememberFor } from '../../platform/cache.ts';
import type { Db } from '../../platform/database/index.ts';
import type { SharedCache } from '../../platform/shared-cache.ts';
import { readTopics } from '../live/index.ts';

/** Changes are looked at this often: an answer is at most so much older than the figures. */
const LOOK_EVERY_MS = 500;

/** Reads an answer through the cache; see `cachedAnswers`. */
export type ReadAnswer = <T>(question: readonly unknown[], make: () => Promise<T>) => Promise<T>;

/**
 * Cached answers of this module. A key carries the versions of what the answers are made of, so one is asked anew once
 * spend, sales or leads have changed, in whichever process; until then, and while the database is away, the kept one is given.
 */
export function cachedAnswers({ db, cache }: { db: Db; cache: SharedCache }): ReadAnswer {
  const look = rememberFor(LOOK_EVERY_MS, () => readTopics(db));
  let last = 'unknown';
  async function version(): Promise<string> {
    try {
      const topics = await look();
      last = (['spend', 'sales', 'leads'] as const).map((topic) => topics.get(topic) ?? '0').join('.');
    } catch {
      // The answers of the last version known are still there.
    }
    return last;
  }
  return async (question, make) =>
    cache.read(`facebook:${await version()}:${JSON.stringify(question)}`, make);
}
