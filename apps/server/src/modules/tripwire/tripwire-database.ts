import { connectDatabase, type Database, type Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';

const STATEMENT_TIMEOUT_MS = 30_000;
const SILENCE_TIMEOUT_MS = 45_000;

export type Tripwire = {
  /** Whether there is an address of a Tripwire database at all. */
  configured: boolean;
  /** Reads in one transaction that cannot write. @throws the driver's error while the database is away */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** The Tripwire database, opened when it is first read. It belongs to others: we never write there. */
export function createTripwire({
  url,
  log,
  silenceTimeoutMs = SILENCE_TIMEOUT_MS,
}: {
  url: string | null;
  log: Logger;
  silenceTimeoutMs?: number;
}): Tripwire {
  let opened: Database | null = null;
  return {
    configured: url !== null,
    async read(work) {
      if (url === null) throw new Error('no Tripwire database is configured');
      opened ??= connectDatabase({
        url,
        maxConnections: 1,
        applicationName: 'traffic-dashboard tripwire',
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        silenceTimeoutMs,
        log,
      });
      return opened.db.transaction().setAccessMode('read only').execute(work);
    },
    close: async () => opened?.close(),
  };
}
