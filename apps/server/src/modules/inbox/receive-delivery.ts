import { createHash } from 'node:crypto';
import { type Db, isConnectionError } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { drainSpool } from './drain-spool.ts';
import { insertDeliveries, type NewDelivery } from './repo.ts';
import type { Spool } from './spool.ts';

/** Commits under way at once; two keep the disk busy while the next batch gathers. */
const LANES = 2;
const MAX_BATCH = 200;
/** Beyond this many waiting requests the answer is 503 at once: AmoCRM repeats, memory does not grow. */
const MAX_WAITING = 5_000;
/** AmoCRM waits 2 seconds; a commit that takes longer than this counts as "database away". */
const COMMIT_TIMEOUT_MS = 1_000;

type Waiting = { delivery: NewDelivery; resolve(id: string): void; reject(error: unknown): void };

export type Receiver = {
  /**
   * Makes one delivery durable; resolves to its id after the commit that holds it, or to `spool:...` after
   * the fsync of the spool when the database is away.
   * @throws AppError `unavailable` when neither is possible or the queue is full
   */
  receive(delivery: Omit<NewDelivery, 'contentHash'>): Promise<string>;
  /** Moves what was spooled into the inbox; from then on deliveries go straight to the database again. */
  drainSpool(): Promise<void>;
  /** Resolves when everything accepted so far is durable or refused. */
  close(): Promise<void>;
};

type Deps = { db: Db; spool: Spool; log: Logger; onStored: () => void };

/**
 * Group commit without a timer: requests wait in memory only while both lanes are busy, then share one
 * INSERT and one fsync. The answer always follows the commit. A batch that the database refuses is tried
 * one by one, so that one poison row does not fail its neighbours. While the database is away everything
 * goes to the spool, and keeps going there until the spool is drained, so that the order stays.
 */
export function createReceiver(deps: Deps): Receiver {
  const waiting: Waiting[] = [];
  const lanes = new Set<Promise<void>>();
  // What an earlier process spooled is older than anything this one receives.
  let spooling = true;

  async function store(batch: Waiting[]): Promise<void> {
    if (spooling) return toSpool(batch);
    try {
      const ids = await withTimeout(
        insertDeliveries(
          deps.db,
          batch.map((entry) => entry.delivery),
        ),
      );
      for (const entry of batch) settle(entry, ids);
      deps.onStored();
    } catch (error) {
      if (error instanceof CommitTimeout || isConnectionError(error)) {
        deps.log.error({ err: error }, 'database away: deliveries go to the spool');
        spooling = true;
        await toSpool(batch);
      } else if (batch.length === 1) batch[0]?.reject(error);
      else for (const entry of batch) await store([entry]);
    }
  }

  // One writer at a time: the lines of the spool are in the order of acceptance.
  let writing: Promise<void> = Promise.resolve();
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    writing = writing.then(step, step);
    return writing;
  };

  let spooled = 0;
  function toSpool(batch: Waiting[]): Promise<void> {
    spooled += batch.length;
    return inTurn(async () => {
      try {
        await deps.spool.append(batch.map((entry) => entry.delivery));
        for (const entry of batch) entry.resolve(`spool:${entry.delivery.requestId}`);
      } catch (error) {
        deps.log.fatal({ err: error }, 'neither database nor spool: deliveries refused');
        const refusal = new AppError('unavailable', 'Вебхук не сохранён, повторите позже', { cause: error });
        for (const entry of batch) entry.reject(refusal);
      }
    });
  }

  function flush(): void {
    while (waiting.length > 0 && lanes.size < LANES) {
      const lane = store(waiting.splice(0, MAX_BATCH)).then(() => {
        lanes.delete(lane);
        flush();
      });
      lanes.add(lane);
    }
  }

  async function drain(): Promise<void> {
    if (!spooling) return;
    // Deliveries that arrive meanwhile start the next segment; the last turn finds none.
    for (let seen = -1; seen !== spooled; ) {
      seen = spooled;
      await inTurn(() => deps.spool.seal());
      const moved = await drainSpool(deps.db, deps.spool);
      if (moved > 0) deps.log.warn({ moved }, 'spooled deliveries moved into the inbox');
    }
    spooling = false;
    deps.onStored();
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
    drainSpool: drain,
    async close() {
      while (lanes.size > 0) await Promise.all(lanes);
      await inTurn(() => deps.spool.seal());
    },
  };
}

function settle(entry: Waiting, ids: Map<string, string>): void {
  const id = ids.get(entry.delivery.requestId);
  if (id === undefined) entry.reject(new AppError('internal', 'Вебхук не сохранён'));
  else entry.resolve(id);
}

class CommitTimeout extends Error {}

/** The statement may still commit after we gave up: the spooled twin then is a repeat, which changes nothing. */
function withTimeout<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CommitTimeout('no commit in time')), COMMIT_TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
