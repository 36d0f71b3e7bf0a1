import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';

const execFileAsync = promisify(execFile);

type Account = { uid: number; gid: number };

/** How PostgreSQL's programs are run so that they never see themselves as root, which they refuse. */
export type Launcher = {
  /** For the log and for errors. */
  identity: string;
  /** Command line put before the program; empty when it is run as it is. */
  prefix: string[];
  /** The account that must own the files; null = whoever we are. */
  account: Account | null;
};

/** Runs a program to its end; rejects with its output when it fails. */
export async function runProgram(launcher: Launcher, binaries: Binaries, program: string, args: string[]) {
  const [command, ...rest] = [...launcher.prefix, program, ...args] as [string, ...string[]];
  await execFileAsync(command, rest, { cwd: '/', env: binaries.env, ...launcher.account });
}

/**
 * Starts a program in a session of its own: Ctrl-C in our terminal reaches us only, and our orderly stop
 * decides when the database goes.
 */
export function startProgram(
  launcher: Launcher,
  binaries: Binaries,
  program: string,
  args: string[],
  stdio: StdioOptions,
): ChildProcess {
  const [command, ...rest] = [...launcher.prefix, program, ...args] as [string, ...string[]];
  return spawn(command, rest, { cwd: '/', env: binaries.env, detached: true, stdio, ...launcher.account });
}

/** Gives a file or folder of ours to the account the programs run as. */
export async function giveTo(launcher: Launcher, path: string): Promise<void> {
  if (launcher.account) await chown(path, launcher.account.uid, launcher.account.gid);
}

/**
 * Chooses how to run PostgreSQL on this folder. As root: another account when it can reach the folder and the
 * programs; else a user namespace, inside which our uid is not 0 and the files stay root's own (a clone in /root).
 * A folder that exists already is run by its owner.
 * @throws Error that says what to do when nothing works here
 */
export async function chooseLauncher(clusterDir: string, binaries: Binaries): Promise<Launcher> {
  const refusals: string[] = [];
  for (const launcher of await candidates(clusterDir)) {
    const refusal = await whyNot(launcher, clusterDir, binaries);
    if (refusal === null) return launcher;
    refusals.push(`as ${launcher.identity}: ${refusal}`);
  }
  throw new Error(
    'The embedded PostgreSQL cannot run here (it needs glibc, and an account other than root). ' +
      'Run as a normal user or set DATABASE_URL to a PostgreSQL 15 or later. ' +
      `Tried ${refusals.join('; ')}`,
  );
}

async function candidates(clusterDir: string): Promise<Launcher[]> {
  const us = process.geteuid?.();
  const owner = await stat(clusterDir).catch(() => null);
  if (us !== 0) {
    if (owner && owner.uid !== us)
      throw new Error(`${clusterDir} belongs to uid ${owner.uid}, and we are uid ${us}`);
    return [{ identity: 'our own user', prefix: [], account: null }];
  }
  const namespace: Launcher = {
    identity: 'a user namespace',
    prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'],
    account: null,
  };
  if (owner) return [owner.uid === 0 ? namespace : asAccount(`uid ${owner.uid}`, owner)];
  const account = (await findAccount('postgres')) ?? (await findAccount('nobody'));
  return account ? [account, namespace] : [namespace];
}

function asAccount(identity: string, { uid, gid }: Account): Launcher {
  return { identity, prefix: [], account: { uid, gid } };
}

async function findAccount(name: string): Promise<Launcher | null> {
  const id = async (flag: string) => Number((await execFileAsync('id', [flag, name])).stdout);
  try {
    return asAccount(`user ${name}`, { uid: await id('-u'), gid: await id('-g') });
  } catch {
    return null;
  }
}

async function whyNot(launcher: Launcher, clusterDir: string, binaries: Binaries): Promise<string | null> {
  if (launcher.account) {
    const closed = await firstClosedParent(clusterDir);
    if (closed) return `${closed} is closed to other users`;
  }
  try {
    await runProgram(launcher, binaries, binaries.postgres, ['--version']);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

async function firstClosedParent(path: string): Promise<string | null> {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    const { mode } = await stat(parent);
    if ((mode & 0o001) === 0) return parent;
    if (parent === dirname(parent)) return null;
  }
}
