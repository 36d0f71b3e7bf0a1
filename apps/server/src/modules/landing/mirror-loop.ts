import { type Loop, startLoop } from '../../platform/loop.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { mirrorProjections } from './mirror-projections.ts';

const LOOK_MS = 1_000;
const AWAY_ALARM = 'landing.away';

/**
 * Keeps a separate Landing database up to date for as long as the worker lives, and says in an alarm that it is
 * away. Sales go on without it: what they changed waits in our own database.
 */
export function startMirror(deps: Parameters<typeof mirrorProjections>[0]): Loop {
  // An earlier process may have left its alarm open: the first success closes it.
  let inOrder = false;
  return startLoop({
    name: 'projections',
    idleMs: LOOK_MS,
    log: deps.log,
    turn: async () => {
      try {
        const more = await mirrorProjections(deps);
        if (!inOrder) await clearAlarm(deps, AWAY_ALARM);
        inOrder = true;
        return more;
      } catch (error) {
        inOrder = false;
        await raiseAway(deps, error);
        throw error;
      }
    },
  });
}

async function raiseAway(deps: Parameters<typeof mirrorProjections>[0], error: unknown): Promise<void> {
  try {
    await raiseAlarm(deps, {
      key: AWAY_ALARM,
      source: 'landing',
      message: 'База лендинга недоступна: продажи ждут в очереди и попадут в неё позже',
      details: { error: error instanceof Error ? error.message : String(error) },
    });
  } catch {
    // Our own database is away too: nothing can be said there, and the caller tells the first error.
  }
}
