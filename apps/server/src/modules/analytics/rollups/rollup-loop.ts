import type { Db } from '../../../platform/database/index.ts';
import type { Logger } from '../../../platform/log.ts';
import { type Loop, startLoop } from '../../../platform/loop.ts';
import { refreshRollups } from './refresh-rollups.ts';

/**
 * Reads are exact without it: it decides only how many days they must compute. A second of sales is a few rows;
 * a turn more often would rewrite today's cells for nothing.
 */
const IDLE_MS = 1_000;
/** A day that gets sales without end is made again every turn: that may take a fifth of a core, and no more. */
const REST_FACTOR = 4;

/** Keeps the roll-ups current. Any number of processes may run it; one at a time does the work. */
export function startRollups({ db, log }: { db: Db; log: Logger }): Loop {
  return startLoop({
    name: 'rollups',
    idleMs: IDLE_MS,
    restFactor: REST_FACTOR,
    log,
    turn: () => refreshRollups(db),
  });
}
