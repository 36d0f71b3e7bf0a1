import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, isConnectionError, type Schema } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import type { Landing } from './landing-database.ts';
import { PROJECTION_TABLES } from './landing-tables.ts';
import {
  anyRefused,
  dropQueued,
  postponeQueued,
  presentProjections,
  type Queued,
  queuedProjections,
} from './repo.ts';
import { type ProjectionShape, readProjectionShape, writeProjection } from './write-projections.ts';

const BATCH = 500;
/** Any fixed number: whoever copies to one Landing database takes turns under it. */
const LOCK_KEY = 7_246_113_903;
const REFUSED_ALARM = 'landing.refused';

type Deps = { db: Db; landing: Landing; clock: Clock; log: Logger };

/**
 * Copies queued projections into a separate Landing database: reads what the deals are *now* and makes the rows
 * there the same. Nothing is locked here meanwhile, so a slow Landing database never holds up a sale. Reading here
 * and writing there happen under one lock of the Landing database: of two processes the later one also reads later,
 * so no older state overwrites a newer one. A crash at any instruction repeats a copy, which changes nothing.
 *
 * @returns true when more may be queued
 * @throws the driver's error while either database is away
 */
export async function mirrorProjections(deps: Deps): Promise<boolean> {
  const landing = await deps.landing.separate();
  if (landing === null) return false;
  const due = await queuedProjections(deps.db, deps.clock.now(), BATCH);
  if (due.length === 0) return false;
  const shape = await readProjectionShape(landing);
  try {
    await copy(deps, landing, shape, due);
  } catch (error) {
    if (isConnectionError(error)) throw error;
    deps.log.warn({ err: error }, 'a batch of projections was refused, copying them one by one');
    await copyOneByOne(deps, landing, shape, due);
  }
  const hadRefused = due.some(({ failures }) => failures > 0);
  if (hadRefused && !(await anyRefused(deps.db))) await clearAlarm(deps, REFUSED_ALARM);
  return due.length === BATCH;
}

async function copy(deps: Deps, landing: Db, shape: ProjectionShape, queued: Queued[]): Promise<void> {
  const dealIds = [...new Set(queued.map(({ dealId }) => dealId))];
  await landing.transaction().execute(async (trx) => {
    await takeTurn(trx);
    const present = await presentProjections(deps.db, dealIds);
    for (const table of PROJECTION_TABLES) await writeProjection(trx, table, shape[table], present[table]);
  });
  await dropQueued(
    deps.db,
    queued.map(({ id }) => id),
  );
}

async function takeTurn(trx: Kysely<Schema>): Promise<void> {
  await sql`set local statement_timeout = '30s'`.execute(trx);
  await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(trx);
}

async function copyOneByOne(
  deps: Deps,
  landing: Db,
  shape: ProjectionShape,
  queued: Queued[],
): Promise<void> {
  for (const [dealId, entries] of Map.groupBy(queued, (entry) => entry.dealId)) {
    try {
      await copy(deps, landing, shape, entries);
    } catch (error) {
      if (isConnectionError(error)) throw error;
      deps.log.error({ err: error, deal: dealId }, 'the Landing database refuses a projection');
      await postponeQueued(
        deps.db,
        entries.map(({ id }) => id),
        deps.clock.now(),
      );
      await raiseAlarm(deps, {
        key: REFUSED_ALARM,
        source: 'landing',
        message: 'База лендинга не принимает продажу: сравните её таблицы с описанием',
        details: { deal_id: dealId, error: error instanceof Error ? error.message : String(error) },
      });
    }
  }
}
