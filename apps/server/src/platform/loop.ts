import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';

export type Loop = {
  /** Runs the next turn now instead of after the idle wait. */
  nudge(): void;
  /** Finishes the turn in progress, then resolves. */
  stop(): Promise<void>;
};

/**
 * Repeats `turn` for as long as the process lives: at once while there is more to do, every `idleMs`
 * otherwise, and with growing waits (up to 30 s) while it fails, as when the database is away.
 *
 * @param turn does a bounded piece of work; resolves to true when more is waiting
 * @param restFactor waits at least so many times as long as the last turn took, to leave the processor to others
 */
export function startLoop(options: {
  name: string;
  idleMs: number;
  log: Logger;
  turn: (signal: AbortSignal) => Promise<boolean>;
  restFactor?: number;
}): Loop {
  const stopping = new AbortController();
  let wake = new AbortController();
  let failures = 0;

  async function wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, wake.signal]) }).catch(
      () => undefined,
    );
    if (wake.signal.aborted) wake = new AbortController();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        const more = await options.turn(stopping.signal);
        failures = 0;
        const restMs = (performance.now() - startedAt) * (options.restFactor ?? 0);
        if (!more) await wait(Math.max(options.idleMs, restMs));
      } catch (error) {
        failures += 1;
        options.log.error({ err: error, loop: options.name, failures }, 'loop turn failed');
        await wait(Math.min(30_000, 250 * 2 ** Math.min(failures, 7)));
      }
    }
  }

  const done = run();
  return {
    nudge: () => wake.abort(),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
