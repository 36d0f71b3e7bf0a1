import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm, recordSyncRun } from '../operations/index.ts';
import { syncTripwire } from './sync-tripwire.ts';
import type { Veil } from '../people/index.ts';
import type { Tripwire } from './tripwire-database.ts';
import { newsSince, TRIPWIRE_JOB } from './tripwire-state.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Logger;
  tripwire: Tripwire;
  veil: () => Promise<Veil>;
  onChanged: () => Promise<void>;
};

const ALARM = 'tripwire.away';

/** Reads the Tripwire database every six hours; nothing without one. */
export function tripwireJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: TRIPWIRE_JOB,
      cron: '50 */6 * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      run: () => performTripwireSync(deps),
    },
  ];
}

/** One recorded run; a failure raises one alarm and is thrown. */
export async function performTripwireSync(deps: Deps): Promise<void> {
  if (!deps.tripwire.configured) return;
  try {
    const since = await newsSince(deps);
    await recordSyncRun(deps, TRIPWIRE_JOB, (report) => syncTripwire(deps, since, report));
  } catch (error) {
    await raiseAlarm(deps, {
      key: ALARM,
      source: 'tripwire',
      message: 'База Tripwire не читается: проверьте адрес и столбцы в настройках источника',
      details: { error: error instanceof Error ? error.message : String(error) },
    });
    throw error;
  }
  await clearAlarm(deps, ALARM);
  await deps.onChanged();
}
