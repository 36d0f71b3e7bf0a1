import { setTimeout as sleep } from 'node:timers/promises';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { EMBEDDED_NAME, readPassword } from './embedded/cluster.ts';
import { keepAlive } from './embedded/keep-alive.ts';
import { layoutOf, type Layout } from './embedded/layout.ts';
import { lockFolder } from '../folder-lock.ts';
import { findRunning, type Postmaster } from './embedded/pid-file.ts';
import { stopPostmaster } from './embedded/postmaster.ts';
import { startServer, type StartOptions } from './embedded/start-server.ts';
import { isConnectionError } from './connection-error.ts';
import { withClient } from './with-client.ts';

/** How often a server that answers with a broken connection is looked at again before that is an error. */
const LOOKS = 10;

export type EmbeddedOptions = StartOptions & {
  /** Folder of this database alone; made when missing. One process owns it at a time. */
  dataDir: string;
};

export type EmbeddedPostgres = {
  /** Address of the application's database, with its password: not for logs. */
  url: string;
  /** Process id of the server; another after it died and was started again. */
  readonly pid: number;
  /** True when the server was already running: its earlier owner was killed. */
  adopted: boolean;
  /** Stops the server in an orderly way and gives the folder free. Safe to call twice. */
  stop: () => Promise<void>;
};

/**
 * Runs a real PostgreSQL 18 on a folder: creates it on the first start, adopts the server that a killed owner left
 * running, otherwise starts one; starts it again if it dies. It listens on 127.0.0.1 only, with a password kept in
 * the folder, and no socket (a socket path over 107 bytes is refused, and a data folder can lie deep).
 * @throws Error when another process owns the folder, or PostgreSQL cannot run here (then DATABASE_URL is needed)
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const startedAt = performance.now();
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const layout = layoutOf(dataDir);
    const { server, url, adopted } = await bringUp(layout, options);
    const tookMs = Math.round(performance.now() - startedAt);
    options.log.info({ port: server.port, pid: server.pid, adopted, tookMs }, 'database is up');
    const restart = async () =>
      (await findRunning(layout)) ?? startServer(layout, { ...options, port: server.port });
    const watch = keepAlive(server, restart, options.log);
    let stopping: Promise<void> | undefined;
    const stop = async () => stopPostmaster(await watch.end()).finally(() => lock.release());
    return {
      url,
      adopted,
      get pid() {
        return watch.current().pid;
      },
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Adopts the server that runs on the folder, or starts one. One that is just dying still looks alive: look again. */
async function bringUp(layout: Layout, options: EmbeddedOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunning(layout);
    const server = running ?? (await startServer(layout, options));
    try {
      return { server, url: await prepareDatabase(layout, server), adopted: running !== null };
    } catch (error) {
      if (running === null || attempt === LOOKS || !isConnectionError(error)) throw error;
      await sleep(100 * attempt);
    }
  }
}

/**
 * The embedded database for a command that may run beside the server: joins the one that runs, whoever owns it,
 * and leaves it running; with none running it starts one, which `stop` ends.
 * @throws Error as `startEmbeddedPostgres`
 */
export async function borrowEmbeddedPostgres(
  options: EmbeddedOptions,
): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  await mkdir(options.dataDir, { recursive: true });
  const layout = layoutOf(await realpath(options.dataDir));
  const running = await findRunning(layout);
  if (running === null) return startEmbeddedPostgres(options);
  return { url: await prepareDatabase(layout, running), stop: async () => {} };
}

/** Signs in, makes sure that it is our server, and creates the application's database on the first start. */
async function prepareDatabase(layout: Layout, { port }: Postmaster): Promise<string> {
  const password = await readPassword(layout);
  const address = (database: string) =>
    `postgres://${EMBEDDED_NAME}:${password}@127.0.0.1:${port}/${database}`;
  await withClient(address('postgres'), async (client) => {
    const { rows } = await client.query<{ folder: string; ready: boolean }>(
      `select current_setting('data_directory') as folder,
              exists (select from pg_database where datname = $1) as ready`,
      [EMBEDDED_NAME],
    );
    const [answer] = rows;
    if (answer?.folder !== layout.cluster) {
      throw new Error(`The server on port ${port} serves ${answer?.folder}, not ${layout.cluster}`);
    }
    if (!answer.ready) await client.query(`create database ${EMBEDDED_NAME}`);
  });
  await writeFile(layout.port, `${port}\n`);
  return address(EMBEDDED_NAME);
}
