import { spawn } from 'node:child_process';
import { exitCode } from './run.mjs';
import { root } from './paths.mjs';

/** A service drains in a few seconds; past this it hangs, and a person is waiting at the terminal. */
const stopTimeoutMs = 15_000;

/**
 * A long-running child that never outlives us.
 *
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches only us and we choose the order
 * of stopping. It gets an IPC channel, so that when we are killed without a chance to act (SIGKILL), it sees
 * `disconnect` and stops by itself: every service of this repository does so when `process.connected`.
 */
export class Service {
  /**
   * @param {string} name for messages
   * @param {{ node: string, args: string[], env: NodeJS.ProcessEnv, output: 'inherit' | number }} options
   *   `output`: the terminal, or an open file descriptor
   */
  constructor(name, { node, args, env, output }) {
    this.name = name;
    this.running = true;
    this.child = spawn(node, args, {
      cwd: root,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output, 'ipc'],
    });
    /** @type {Promise<{ code: number, reason: string }>} settles when the process is gone; never rejects */
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve({ code: 127, reason: error.message }));
      this.child.once('exit', (code, signal) => {
        const reason = signal === null ? `exit code ${code}` : `killed by ${signal}`;
        resolve({ code: exitCode(code, signal), reason });
      });
    }).finally(() => {
      this.running = false;
    });
  }

  /**
   * Asks the service to drain and end, and insists after 15 seconds.
   *
   * @returns {Promise<number>} its exit code
   */
  async stop() {
    if (this.running) this.child.kill('SIGTERM');
    const timer = setTimeout(() => {
      console.error(`The ${this.name} did not stop in ${stopTimeoutMs / 1000} s and is killed.`);
      this.child.kill('SIGKILL');
    }, stopTimeoutMs);
    const { code } = await this.ended;
    clearTimeout(timer);
    return code;
  }
}
