import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import { MetaError } from './meta-error.ts';
import type { ScopeUsage, Usage } from './usage.ts';

const SLOW_FROM_PERCENT = 75;
const STOP_FROM_PERCENT = 95;
/** At 75 % nothing, at 95 % this much before each request. */
const LONGEST_SLOWDOWN_MS = 5_000;
/** Limits are rolling hours; when Meta does not say when one ends, we look again after this. */
const PAUSE_MS = 10 * 60_000;

export type UsageGate = {
  /** Waits when a limit is being used up. Throws MetaError `throttle` while the scope is paused. */
  enter(accountId: string | null): Promise<void>;
  /** Leaves a scope alone after Meta refused it for a limit, whatever its headers say of how much is used. */
  pause(scope: 'app' | 'account', accountId: string | null, usage: Usage): void;
  /** Remembers what the answer said about the limits. */
  note(accountId: string | null, usage: Usage): void;
};

type State = { percent: number; pausedUntil: number };

/** Keeps us under Meta's limits, per app and per ad account: slower from 75 %, silent from 95 %. */
export function createUsageGate(clock: Clock, sleep: (ms: number) => Promise<unknown> = sleepMs): UsageGate {
  const states = new Map<string, State>();

  function remember(key: string, { percent, regainMs }: ScopeUsage): void {
    const pausedUntil = percent >= STOP_FROM_PERCENT ? clock.now().getTime() + (regainMs ?? PAUSE_MS) : 0;
    states.set(key, { percent, pausedUntil });
  }

  return {
    async enter(accountId) {
      const now = clock.now().getTime();
      for (const scope of ['app', 'account'] as const) {
        const state = states.get(keyOf(scope, accountId));
        if (state === undefined) continue;
        if (state.pausedUntil > now) {
          const until = new Date(state.pausedUntil).toISOString();
          throw new MetaError('throttle', {
            status: null,
            scope,
            details: { percent: state.percent, until },
          });
        }
        if (state.pausedUntil === 0 && state.percent >= SLOW_FROM_PERCENT)
          await sleep(slowdownMs(state.percent));
      }
    },
    pause(scope, accountId, usage) {
      remember(keyOf(scope, accountId), { percent: 100, regainMs: usage[scope].regainMs });
    },
    note(accountId, usage) {
      remember('app', usage.app);
      if (accountId !== null) remember(accountId, usage.account);
    },
  };
}

function keyOf(scope: 'app' | 'account', accountId: string | null): string {
  return scope === 'app' ? scope : (accountId ?? '');
}

function slowdownMs(percent: number): number {
  return (LONGEST_SLOWDOWN_MS * (percent - SLOW_FROM_PERCENT)) / (STOP_FROM_PERCENT - SLOW_FROM_PERCENT);
}
