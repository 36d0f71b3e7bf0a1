import { setInterval } from 'node:timers/promises';
import type { DatabaseLog } from '../log.ts';
import type { Postmaster } from './pid-file.ts';
import { isRunning } from './process-table.ts';

const LOOK_EVERY_MS = 1_000;

export type KeepAlive = {
  /** The server of this moment. */
  current(): Postmaster;
  /** Ends the watch, after a restart under way; resolves to the last server. */
  end(): Promise<Postmaster>;
};

/**
 * Brings the server back when it dies under us: the out-of-memory killer likes databases. PostgreSQL replaces its own
 * failed children; this is for the first process, an adopted one included, of whose end no event tells.
 * @param start finds or starts the server on the same port; tried again when it fails
 */
export function keepAlive(first: Postmaster, start: () => Promise<Postmaster>, log: DatabaseLog): KeepAlive {
  const watching = new AbortController();
  let server = first;

  async function look(): Promise<void> {
    if (await isRunning(server.pid)) return;
    log.warn({ pid: server.pid }, 'the database process is gone, starting another');
    await start().then(
      (next) => (server = next),
      (error: unknown) => log.warn({ err: error }, 'the database did not start again'),
    );
  }

  async function watch(): Promise<void> {
    // `ref: false`: the watch alone keeps no process alive.
    for await (const _ of setInterval(LOOK_EVERY_MS, undefined, { signal: watching.signal, ref: false }))
      await look();
  }

  const watched = watch().catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return {
    current: () => server,
    async end() {
      watching.abort();
      await watched;
      return server;
    },
  };
}
