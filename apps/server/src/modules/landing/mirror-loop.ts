import { type Loop, startLoop } from '../../platform/loop.ts';
import { clearLandingAway, raiseLandingAway } from './away-alarm.ts';
import { mirrorProjections } from './mirror-projections.ts';

const LOOK_MS = 1_000;

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
        if (!inOrder) await clearLandingAway(deps);
        inOrder = true;
        return more;
      } catch (error) {
        inOrder = false;
        await raiseLandingAway(deps, error);
        throw error;
      }
    },
  });
}
