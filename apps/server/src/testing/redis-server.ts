import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './processes.ts';

export type TestRedis = {
  url: string;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** As a power cut: connections break, nothing is said. */
  kill(): Promise<void>;
  /** It lives and answers nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
};

/** A Redis of the test's own, from the system's package (`npm test` installs it), on a free port, keeping nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'traffic-redis-'));
  let child: ChildProcess | null = null;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const started = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      started.once('error', (error) => {
        throw new Error('redis-server is not installed: run the tests by npm test', { cause: error });
      });
      let said = '';
      for await (const text of started.stdout) {
        said += String(text);
        if (said.includes('Ready to accept connections')) break;
      }
      started.stdout.resume();
    },
    async kill() {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      child = null;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async close() {
      await redis.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}
