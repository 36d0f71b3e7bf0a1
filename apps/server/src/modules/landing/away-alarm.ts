import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

const KEY = 'landing.away';

/** Says that the Landing database does not answer. When ours does not either, nothing can be said: no error. */
export async function raiseLandingAway(deps: Deps, error: unknown): Promise<void> {
  try {
    await raiseAlarm(deps, {
      key: KEY,
      source: 'landing',
      message: 'База лендинга недоступна: продажи ждут в очереди и попадут в неё позже',
      details: { error: error instanceof Error ? error.message : String(error) },
    });
  } catch {
    deps.log.warn('the alarm of the Landing database could not be raised');
  }
}

/** The Landing database answered. */
export async function clearLandingAway(deps: Deps): Promise<void> {
  await clearAlarm(deps, KEY);
}
