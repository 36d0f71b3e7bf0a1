import { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { columnParsers } from './column-parsers.ts';
import type { DatabaseLog } from './log.ts';
import type { DB as Schema } from './schema.ts';

export type { Schema };

/** Typed queries; a transaction is one too, so a verb does not care in which it runs. */
export type Db = Kysely<Schema>;

export type ConnectOptions = {
  url: string;
  maxConnections: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /**
   * The server cancels a longer statement (SQLSTATE 57014). Sent when a connection opens, which PgBouncer refuses
   * unless `ignore_startup_parameters` names `statement_timeout`: leave it out behind one.
   */
  statementTimeoutMs?: number;
  /**
   * A connection on which nothing is heard for this long is cut, so that a frozen server or a dead network is an error
   * (ETIMEDOUT) and no endless wait. Only for databases of others, whose questions are short.
   */
  silenceTimeoutMs?: number;
  log?: DatabaseLog;
};

export type Database = {
  db: Db;
  /** The pool under `db`, for libraries that bring their own SQL. Statements must stay unnamed (PgBouncer). */
  pool: pg.Pool;
  /** Waits for running queries, then closes every connection. */
  close: () => Promise<void>;
};

/** Opens no connection yet: the first query does. */
export function connectDatabase(options: ConnectOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: columnParsers,
    ...(options.silenceTimeoutMs === undefined ? {} : { stream: cutWhenSilent(options.silenceTimeoutMs) }),
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  });
  // A connection that breaks while no query runs on it, idle or between two statements of a transaction, tells so by
  // an event, which would end the process if nobody listened. The next query on it fails, and the pool opens another.
  pool.on('connect', (client) => {
    client.on('error', (error) => options.log?.warn({ err: error }, 'a database connection broke'));
  });
  // The same event of an idle connection, passed on by the pool.
  pool.on('error', () => {});
  const db: Db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}

function cutWhenSilent(timeoutMs: number): () => Socket {
  return () => {
    const socket = new Socket();
    socket.setTimeout(timeoutMs, () => {
      const silence = new Error(`the database has been silent for ${timeoutMs} ms`);
      socket.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
    });
    return socket;
  };
}
