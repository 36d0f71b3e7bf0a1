import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, isConnectionError } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { drainSpool } from './drain-spool.ts';
import { insertDeliveries, type NewDelivery } from './repo.ts';
import type { Spool } from './spool.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Commits under way at once; two keep the disk busy while the next batch gathers. */
const LANES = 2;
/** After a dead network our statements never end; nobody waits longer for them than this. */
const UNDECIDED_MS = 10_000;
/** So few spooled deliveries are moved in a moment. */
const FEW = 200;
/** A commit this slow makes one suspicious: what comes meanwhile goes to the spool instead of waiting behind it. */
const SUSPECT_MS = 100;
/** AmoCRM waits 2 seconds; a commit that takes longer than this counts as "database away". */
const COMMIT_TIMEOUT_MS = 500;

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
 * one by one, so that one poison row does not fail its neighbours. While the database is away, or hangs,
 * everything goes to the spool, and keeps going there until the spool is drained, so that the order stays.
 */
export function createReceiver(deps: Deps): Receiver {
  const waiting = createWaitingLine<Waiting>((entry) => entry.delivery.body.length);
  const lanes = new Set<Promise<void>>();
  // What an earlier process spooled is older than anything this one receives.
  let spooling = true;
  /** Statements we gave up waiting for: they may still be committed. */
  const undecided = new Set<Promise<unknown>>();

  async function store(batch: Waiting[]): Promise<void> {
    const suspicion = setTimeout(() => {
      spooling = true;
      flush();
    }, SUSPECT_MS);
    const inserting = insertDeliveries(deps.db, deliveriesOf(batch));
    try {
      const ids = await withTimeout(inserting);
      for (const entry of batch) settle(entry, ids);
      deps.onStored();
    } catch (error) {
      if (error instanceof CommitTimeout || isConnectionError(error)) {
        deps.log.error({ err: error }, 'database away: deliveries go to the spool');
        spooling = true;
        undecided.add(inserting);
        await toSpool(batch, 'unsure');
      } else if (batch.length === 1) batch[0]?.reject(error);
      else for (const entry of batch) await store([entry]);
    } finally {
      clearTimeout(suspicion);
    }
  }

  // One writer at a time: the lines of the spool are in the order of acceptance.
  let writing: Promise<void> = Promise.resolve();
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    writing = writing.then(step, step);
    return writing;
  };

  /** @param sure `unsure` when the database may have kept them in spite of its silence */
  async function toSpool(batch: Waiting[], sure: 'new' | 'unsure'): Promise<void> {
    let drained = false;
    await inTurn(async () => {
      // While this waited for its turn the spool was emptied for good: nobody would look into it again.
      drained = !spooling;
      if (drained) return;
      try {
        await deps.spool.append(deliveriesOf(batch), sure);
        for (const entry of batch) entry.resolve(`spool:${entry.delivery.requestId}`);
      } catch (error) {
        deps.log.fatal({ err: error }, 'neither database nor spool: deliveries refused');
        refuse(batch, error);
      }
    });
    if (drained) await store(batch);
  }

  let spoolBusy = false;
  function flush(): void {
    while (!waiting.isEmpty() && (spooling ? !spoolBusy : lanes.size < LANES)) {
      const spools = spooling;
      const batch = waiting.take();
      if (spools) spoolBusy = true;
      const lane = (spools ? toSpool(batch, 'new') : store(batch)).then(() => {
        if (spools) spoolBusy = false;
        lanes.delete(lane);
        flush();
      });
      lanes.add(lane);
    }
  }

  async function drain(): Promise<void> {
    if (!spooling) return;
    await settleAll(undecided);
    // Deliveries that arrive meanwhile start the next segment. Under load there is always another one ...
    for (let moved = FEW; moved >= FEW; ) {
      await inTurn(() => deps.spool.seal());
      moved = await drainSpool(deps.db, deps.spool);
      if (moved > 0) deps.log.warn({ moved }, 'spooled deliveries moved into the inbox');
    }
    // ... so the last few are moved while the writer waits, but not for long: the database may hang again.
    await inTurn(async () => {
      await deps.spool.seal();
      let tooLate = false;
      const last = drainSpool(deps.db, deps.spool).then(() => {
        if (!tooLate) spooling = false;
      });
      await withTimeout(last).catch((error: unknown) => {
        tooLate = true;
        throw error;
      });
    });
    flush();
    deps.onStored();
  }

  return {
    receive(delivery) {
      if (waiting.isFull())
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

/** A frozen server wakes with our statements in its hands: only when they have ended is it known what it kept. */
async function settleAll(undecided: Set<Promise<unknown>>): Promise<void> {
  if (undecided.size === 0) return;
  await Promise.race([Promise.allSettled(undecided), sleep(UNDECIDED_MS, undefined, { ref: false })]);
  undecided.clear();
}

function refuse(batch: readonly Waiting[], cause: unknown): void {
  const refusal = new AppError('unavailable', 'Вебхук не сохранён, повторите позже', { cause });
  for (const entry of batch) entry.reject(refusal);
}

const deliveriesOf = (batch: readonly Waiting[]): NewDelivery[] => batch.map((entry) => entry.delivery);

function settle(entry: Waiting, ids: Map<string, string>): void {
  const id = ids.get(entry.delivery.requestId);
  if (id === undefined) entry.reject(new AppError('internal', 'Вебхук не сохранён'));
  else entry.resolve(id);
}

class CommitTimeout extends Error {}

/** The statement may still commit after we gave up: what goes to the spool then is marked as unsure. */
function withTimeout<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CommitTimeout('no commit in time')), COMMIT_TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
