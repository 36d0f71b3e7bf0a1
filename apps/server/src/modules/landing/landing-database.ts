import { sql } from 'kysely';
import { connectDatabase, type Database, type Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { makeMissingTables } from './landing-tables.ts';
import { linkTo, unlink } from './repo.ts';

export type Landing = {
  /**
   * The separate Landing database, its tables in place; null when the landing tables are in our own database.
   * @throws the driver's error while it is away
   */
  separate(): Promise<Db | null>;
  close(): Promise<void>;
};

type Options = {
  db: Db;
  /** `LANDING_DATABASE_URL`; null = the landing tables are ours. */
  url: string | null;
  log: Logger;
  /** How long it may say nothing before it counts as away. */
  silenceTimeoutMs?: number;
};

const SILENCE_TIMEOUT_MS = 45_000;

/**
 * The landing side's database. Nothing is opened before it is first asked for; from then on every sale is queued
 * for it, the first time with everything sold so far. An address that leads to our own database is no separate one,
 * however it is written: copying a table onto itself would never end.
 */
export function createLanding({ db, url, log, silenceTimeoutMs = SILENCE_TIMEOUT_MS }: Options): Landing {
  let opened: Database | null = null;
  let ready: Promise<Db | null> | null = null;

  async function prepare(): Promise<Db | null> {
    if (url === null) return unlink(db);
    opened ??= connectDatabase({
      url,
      maxConnections: 3,
      applicationName: 'traffic-dashboard landing',
      silenceTimeoutMs,
      log,
    });
    const landing = opened.db;
    if ((await identityOf(db)) === (await identityOf(landing))) return unlink(db);
    const made = await makeMissingTables(landing);
    if (made.length > 0) log.info({ made }, 'landing tables made');
    if (await linkTo(db, nameOf(url))) log.info('all projections queued for the Landing database');
    return landing;
  }

  return {
    separate() {
      ready ??= prepare().catch((error: unknown) => {
        ready = null;
        throw error;
      });
      return ready;
    },
    close: async () => opened?.close(),
  };
}

/** One database of one running server, whatever the address that leads to it. */
async function identityOf(db: Db): Promise<string> {
  const { rows } = await sql<{ identity: string }>`
    select concat(extract(epoch from pg_postmaster_start_time()), ' ', oid) as identity
    from pg_database where datname = current_database()`.execute(db);
  return rows[0]?.identity ?? '';
}

/** Which database it is, without what it is opened with. */
function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}
