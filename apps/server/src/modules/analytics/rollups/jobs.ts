import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { JobDefinition } from '../../../platform/jobs.ts';
import type { Logger } from '../../../platform/log.ts';
import { clearAlarm, raiseAlarm, recordSyncRun } from '../../operations/index.ts';
import { checkRollups } from './check-rollups.ts';
import { rebuildRollups } from './refresh-rollups.ts';

const CHECK = 'rollups.check';
const SHOWN = 20;

/** The nightly comparison of every roll-up with its facts, and the rebuild on demand. */
export function rollupJobs(deps: { db: Db; clock: Clock; log: Logger }): JobDefinition[] {
  return [
    {
      name: CHECK,
      cron: '20 4 * * *',
      timeoutSeconds: 3_600,
      run: async () => {
        await recordSyncRun(deps, CHECK, () => checkNight(deps));
      },
    },
    {
      name: 'rollups.rebuild',
      timeoutSeconds: 3_600,
      run: async () => {
        await recordSyncRun(deps, 'rollups.rebuild', () => rebuildRollups(deps.db));
      },
    },
  ];
}

async function checkNight(deps: { db: Db; clock: Clock; log: Logger }): Promise<{ differences: number }> {
  const differences = await checkRollups(deps.db);
  if (differences.length === 0) await clearAlarm(deps, CHECK);
  else
    await raiseAlarm(deps, {
      key: CHECK,
      source: 'database',
      message: 'Сводные таблицы разошлись с фактами и пересчитываются: сообщите разработчикам',
      details: { differences: differences.slice(0, SHOWN), total: differences.length },
    });
  return { differences: differences.length };
}
