import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from './layout.ts';
import { commandOf, isRunning } from './process-table.ts';

const POLL_MS = 10;
/** Recovery replays the log, a last long statement runs to its end: seconds as a rule, minutes on a slow disk. */
const WAIT_LIMIT_MS = 5 * 60_000;

/** A running server. */
export type Postmaster = { pid: number; port: number };

/** What the server writes into `postmaster.pid`: lines 1 pid, 4 port, 7 shared memory (key and id), 8 state. */
export type PidFile = Postmaster & { sharedMemoryId: string | undefined; state: string };

const pathOf = (layout: Layout) => `${layout.cluster}/postmaster.pid`;

export async function readPidFile(layout: Layout): Promise<PidFile | null> {
  const lines = (await readFile(pathOf(layout), 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!(pid > 0)) return null;
  return { pid, port: Number(lines[3]), sharedMemoryId: lines[6]?.split(/\s+/)[1], state: lines[7] ?? '' };
}

/**
 * The server that an earlier owner, killed without warning, left running on this folder. Waits for one that is
 * still starting, and for one that is stopping to be gone.
 * @returns null when there is none and a new one may start
 */
export async function findRunning(layout: Layout): Promise<Postmaster | null> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (Date.now() < deadline) {
    const file = await readPidFile(layout);
    if (!file) return null;
    if (await isServer(layout, file)) {
      if (file.state === 'ready') return { pid: file.pid, port: file.port };
    } else {
      const users = await countUsers(file);
      // Unknown on this system: the new server looks itself, and refuses in doubt.
      if (users === null) return null;
      if (users === 0) {
        await rm(pathOf(layout), { force: true });
        return null;
      }
    }
    await sleep(POLL_MS);
  }
  throw new Error(
    `An earlier PostgreSQL on ${layout.cluster} neither gets ready nor ends: see ${layout.log}`,
  );
}

/**
 * Whether the pid file's number is still that server's, not a stranger's: after the restart of a container or of the
 * machine it is given out again, and PostgreSQL would refuse to start because "another server" lives. It would for a
 * zombie too.
 */
async function isServer(layout: Layout, { pid }: PidFile): Promise<boolean> {
  return (await isRunning(pid)) && (await commandOf(pid)).includes(layout.cluster);
}

/**
 * Number of processes that hold the server's shared memory: the children of a killed one live on until their
 * statement ends, and two servers writing one folder would destroy it. Null where the system does not tell.
 */
async function countUsers({ sharedMemoryId }: PidFile): Promise<number | null> {
  const table = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => null);
  if (table === null) return null;
  const [header, ...rows] = table.split('\n').map((line) => line.trim().split(/\s+/));
  const [id, users] = [header?.indexOf('shmid') ?? -1, header?.indexOf('nattch') ?? -1];
  return Number(rows.find((row) => row[id] === sharedMemoryId)?.[users] ?? 0);
}
