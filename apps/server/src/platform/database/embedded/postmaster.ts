import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { startProgram, type Launcher } from './launcher.ts';
import type { Layout } from './layout.ts';
import { readPidFile, type Postmaster } from './pid-file.ts';
import { isRunning } from './process-table.ts';

const POLL_MS = 10;
/** Recovery after a crash replays the log: seconds as a rule, minutes on a slow disk. */
const START_TIMEOUT_MS = 5 * 60_000;
/** A fast shutdown ends with a checkpoint; after this the server is told to skip it and recover next time. */
const STOP_TIMEOUT_MS = 60_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Starts a server on the folder and waits until it takes connections.
 * @param settings server settings by name, as for `postgres -c`
 * @throws Error with the end of the server's log when it gives up
 */
export async function startPostmaster(
  layout: Layout,
  launcher: Launcher,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const logFrom = await rotateLog(layout);
  const log = await open(layout.log, 'a', 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = startProgram(
    launcher,
    binaries,
    binaries.postgres,
    ['-D', layout.cluster, ...flags],
    ['ignore', log.fd, log.fd],
  );
  let failure: Error | null = null;
  child.once('error', (error) => (failure = error));
  child.once(
    'exit',
    (code, signal) => (failure ??= new Error(`PostgreSQL ended (${signal ?? `code ${code}`})`)),
  );
  child.unref();
  await log.close();

  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!failure && Date.now() < deadline) {
    const file = await readPidFile(layout);
    if (file && file.pid === child.pid && file.state === 'ready') return { pid: file.pid, port: file.port };
    await sleep(POLL_MS);
  }
  const said = (await readFile(layout.log, 'utf8')).slice(logFrom).trim();
  throw new Error(`PostgreSQL did not start on ${layout.cluster}: ${said}`, { cause: failure });
}

/** Fast shutdown (clients are cut off, committed work is kept); resolves when the process is gone. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!(await isRunning(pid))) return;
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!(await isRunning(pid))) return;
      await sleep(POLL_MS);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}

/** Sets a grown log aside. Returns the length from which this start's own lines begin. */
async function rotateLog(layout: Layout): Promise<number> {
  const size = await stat(layout.log).then(
    (file) => file.size,
    () => 0,
  );
  if (size < LOG_LIMIT_BYTES) return size;
  await rename(layout.log, `${layout.log}.1`);
  return 0;
}
