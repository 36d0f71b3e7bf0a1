import type { Clock } from '../../platform/clock.ts';

export type Throttle = {
  /**
   * Counts one try.
   *
   * @returns 0 when it is within the limit, otherwise the seconds until the window ends
   */
  take(key: string): number;
  /** Forgets the tries of a key, after a success. */
  forget(key: string): void;
};

/** Above this many keys the expired ones are dropped first: a flood of addresses must not eat the memory. */
const SWEEP_ABOVE_KEYS = 10_000;

/**
 * A fixed-window counter in this process's memory. Several API processes allow that many times the limit:
 * argon2id's cost, not this counter, is what makes guessing hopeless.
 */
export function createThrottle(options: { limit: number; windowMs: number; clock: Clock }): Throttle {
  const windows = new Map<string, { tries: number; endsAt: number }>();
  return {
    take(key) {
      const now = options.clock.now().getTime();
      if (windows.size > SWEEP_ABOVE_KEYS) dropExpired(windows, now);
      const current = windows.get(key);
      const window = current && current.endsAt > now ? current : { tries: 0, endsAt: now + options.windowMs };
      window.tries += 1;
      windows.set(key, window);
      return window.tries <= options.limit ? 0 : Math.ceil((window.endsAt - now) / 1000);
    },
    forget(key) {
      windows.delete(key);
    },
  };
}

function dropExpired(windows: Map<string, { endsAt: number }>, now: number): void {
  for (const [key, window] of windows) if (window.endsAt <= now) windows.delete(key);
}
