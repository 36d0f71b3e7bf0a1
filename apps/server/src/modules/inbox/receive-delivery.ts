import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { AppError } from '../../platform/errors.ts';
import { insertDeliveries, type NewDelivery } from './repo.ts';

/** Commits under way at once; two keep the disk busy while the next batch gathers. */
const LANES = 2;
const MAX_BATCH = 200;
/** Beyond this many waiting requests the answer is 503 at once: AmoCRM repeats, memory does not grow. */
const MAX_WAITING = 5_000;

type Waiting = { delivery: NewDelivery; resolve(id: string): void; reject(error: unknown): void };

export type Receiver = {
  /**
   * Stores one delivery; resolves to its id after the commit that holds it.
   * @throws AppError `unavailable` when the queue is full; the database's error when it is away
   */
  receive(delivery: Omit<NewDelivery, 'contentHash'>): Promise<string>;
  /** Resolves when everything accepted so far is committed or refused. */
  drain(): Promise<void>;
};

/**
 * Group commit without a timer: requests wait in memory only while both lanes are busy, then share one
 * INSERT and one fsync. The answer always follows the commit. When a batch fails, its deliveries are
 * tried one by one, so that one poison row does not fail its neighbours.
 */
export function createReceiver(pool: Pool, onStored: () => void): Receiver {
  const waiting: Waiting[] = [];
  const lanes = new Set<Promise<void>>();

  async function commit(batch: Waiting[]): Promise<void> {
    try {
      const ids = await insertDeliveries(
        pool,
        batch.map((entry) => entry.delivery),
      );
      for (const entry of batch) settle(entry, ids);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const entry of batch) await commit([entry]);
    }
  }

  function settle(entry: Waiting, ids: Map<string, string>): void {
    const id = ids.get(entry.delivery.requestId);
    if (id === undefined) entry.reject(new AppError('internal', 'Вебхук не сохранён'));
    else entry.resolve(id);
  }

  function flush(): void {
    while (waiting.length > 0 && lanes.size < LANES) {
      const lane = commit(waiting.splice(0, MAX_BATCH)).then(() => {
        lanes.delete(lane);
        onStored();
        flush();
      });
      lanes.add(lane);
    }
  }

  return {
    receive(delivery) {
      if (waiting.length >= MAX_WAITING)
        return Promise.reject(new AppError('unavailable', 'Очередь вебхуков переполнена, повторите позже'));
      const contentHash = createHash('sha256').update(delivery.body).digest();
      return new Promise((resolve, reject) => {
        waiting.push({ delivery: { ...delivery, contentHash }, resolve, reject });
        flush();
      });
    },
    async drain() {
      while (lanes.size > 0) await Promise.all(lanes);
    },
  };
}
