import { setTimeout as sleep } from 'node:timers/promises';

/** Whether this process is leaving: asked by readiness and by every answer, begun once. */
export type Drain = {
  readonly begun: boolean;
  begin(): void;
  /** A request came that is no look at our health. */
  arrived(): void;
  /** Whether none came for so long. */
  quietFor(ms: number): boolean;
};

/** @param now milliseconds of a clock that only goes forward */
export function createDrain(now: () => number = () => performance.now()): Drain {
  let begun = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
    arrived() {
      lastAt = now();
    },
    quietFor: (ms) => now() - lastAt >= ms,
  };
}

const QUIET_MS = 500;
const LOOK_MS = 100;
/** An overloaded process reads late what was sent in time: it stays so many times longer at most. */
const PATIENCE = 5;

/**
 * The way out of a process behind a balancer: it says that it is not ready and asks every client to close its connection, still
 * serving, for `drainMs`; then until nobody sends it anything any more. After this the listener may close. With 0 it leaves at once.
 */
export async function leaveBalancer(drain: Drain, drainMs: number): Promise<void> {
  drain.begin();
  await sleep(drainMs);
  const deadline = performance.now() + drainMs * PATIENCE;
  while (performance.now() < deadline && !drain.quietFor(QUIET_MS)) await sleep(LOOK_MS);
}
