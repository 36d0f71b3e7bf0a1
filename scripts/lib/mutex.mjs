import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from './paths.mjs';

/**
 * Runs `work` while no other process of this checkout does: two `npm ci` at once would destroy each other's
 * `node_modules`. The lock names its owner's process id, so one left by a killed process is taken over.
 *
 * @template T
 * @param {AbortSignal | undefined} signal ends the waiting
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(signal, work) {
  const file = at('.cache', 'bootstrap.lock');
  mkdirSync(at('.cache'), { recursive: true });
  while (!acquire(file)) await sleep(200, undefined, { signal });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function acquire(file) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file); // appears with its content: nobody reads a lock without an owner
    return true;
  } catch {
    if (!ownerAlive(file)) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} file */
function ownerAlive(file) {
  try {
    process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
