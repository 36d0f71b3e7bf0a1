import type { Kysely, Transaction } from 'kysely';
import { type Db, isConnectionError, type Schema } from '../../platform/database/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  closeDeliveries,
  type Outcome,
  postponeDelivery,
} from './repo.ts';

/**
 * Large enough that the fixed number of statements of a batch is little to each delivery, small enough that hooks
 * which arrive meanwhile do not wait for a long turn of this process (bench/process.ts, bench/bad-minute.ts).
 */
const BATCH = 200;
/** With the waits of `postponeDelivery` the last attempt comes about an hour after the first. */
const MAX_ATTEMPTS = 10;

/** The effect of deliveries on the domain: writes through `trx` only, says an outcome for each by id. */
export type DeliveryHandler = (
  trx: Transaction<Schema>,
  deliveries: ClaimedDelivery[],
) => Promise<Map<string, Outcome>>;

type Deps = { db: Db; clock: Clock; log: Logger; handle: DeliveryHandler };

/**
 * One turn of the worker: claims due deliveries and applies them, claim, effect and outcome in one
 * transaction. A crash at any instruction leaves either nothing or everything. When a batch fails, its
 * deliveries are applied one by one and only the guilty one waits.
 *
 * @returns true when more deliveries may be due
 */
export async function processDeliveries(deps: Deps): Promise<boolean> {
  try {
    return (await applyBatch(deps, BATCH)) > 0;
  } catch (error) {
    if (isConnectionError(error)) throw error;
    deps.log.warn({ err: error }, 'a batch of deliveries failed, applying them one by one');
    return applyOneByOne(deps);
  }
}

async function applyBatch(deps: Deps, limit: number): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const deliveries = await claimDeliveries(trx, limit, deps.clock.now());
    if (deliveries.length > 0) await apply(deps, trx, deliveries);
    return deliveries.length;
  });
}

async function apply(deps: Deps, trx: Transaction<Schema>, deliveries: ClaimedDelivery[]): Promise<void> {
  const outcomes = await deps.handle(trx, deliveries);
  await closeDeliveries(trx, outcomes, deps.clock.now());
}

async function applyOneByOne(deps: Deps): Promise<boolean> {
  for (let done = 0; done < BATCH; done += 1) {
    const guilty: { delivery?: ClaimedDelivery } = {};
    try {
      const found = await deps.db.transaction().execute(async (trx) => {
        const [delivery] = await claimDeliveries(trx, 1, deps.clock.now());
        if (delivery === undefined) return false;
        guilty.delivery = delivery;
        await apply(deps, trx, [delivery]);
        return true;
      });
      if (!found) return false;
    } catch (error) {
      if (isConnectionError(error) || guilty.delivery === undefined) throw error;
      await postpone(deps, guilty.delivery, error);
    }
  }
  return true;
}

async function postpone(deps: Deps, delivery: ClaimedDelivery, error: unknown): Promise<void> {
  deps.log.error({ err: error, delivery: delivery.id, attempts: delivery.attempts + 1 }, 'delivery failed');
  await postponeDelivery(deps.db as Kysely<Schema>, delivery, {
    maxAttempts: MAX_ATTEMPTS,
    error: `failed: ${error instanceof Error ? error.message : String(error)}`.slice(0, 500),
    now: deps.clock.now(),
  });
}
