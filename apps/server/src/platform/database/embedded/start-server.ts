import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseLog } from '../log.ts';
import { locateBinaries, type Binaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { chooseLauncher, type Launcher } from './launcher.ts';
import type { Layout } from './layout.ts';
import type { Postmaster } from './pid-file.ts';
import { choosePort } from './port.ts';
import { startPostmaster } from './postmaster.ts';
import { serverSettings } from './server-settings.ts';

export type StartOptions = {
  log: DatabaseLog;
  /** Preferred port; by default the one of the last start. Another free one is taken when it is busy. */
  port?: number;
  /** More server settings, as for `postgres -c`. Tests trade durability for speed here; nobody else should. */
  settings?: Record<string, string>;
};

/** Starts a server on a folder where none runs; creates its files the first time. */
export async function startServer(layout: Layout, options: StartOptions): Promise<Postmaster> {
  const binaries = await locateBinaries(layout.links);
  const launcher = await chooseLauncher(layout.cluster, binaries);
  const created = await ensureCluster(layout, launcher, binaries);
  options.log.info({ folder: layout.cluster, created, identity: launcher.identity }, 'starting the database');
  return startWithRetry(layout, launcher, binaries, options);
}

/**
 * Two failures pass by themselves: the port was taken between our look and the server's, and the last children of
 * a killed server have not noticed its death yet.
 */
const PASSING = /could not create any TCP|pre-existing shared memory block/;
const ATTEMPTS = 10;

async function startWithRetry(layout: Layout, launcher: Launcher, binaries: Binaries, options: StartOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(layout.port, options.port);
    const settings = {
      ...serverSettings(memoryBytes()),
      ...options.settings,
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      timezone: 'UTC',
      log_timezone: 'UTC',
    };
    try {
      return await startPostmaster(layout, launcher, binaries, settings);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Error && PASSING.test(error.message))) throw error;
      await sleep(100 * attempt);
    }
  }
}

/** Of the container, where there is one. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
