import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmbeddedPostgres, withClient } from '../../apps/server/src/platform/database/index.ts';
import { createLogger } from '../../apps/server/src/platform/log.ts';
import { startBalancer } from '../../apps/server/src/testing/balancer.ts';
import { freePort } from '../../apps/server/src/testing/processes.ts';
import { startRedis } from '../../apps/server/src/testing/redis-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const RESTART_MS = 500;

export const TOKEN = 'bench-admin-token-bench-admin-token-0';
export const SECRET = 'bench-webhook-secret-0001';
export const CHAT = '-1001234567890';

/** A process of the product that is started again when it dies, as systemd does. */
export type Supervised = {
  name: string;
  pid(): number;
  kill(): Promise<void>;
  /** Asks it to leave; another is started in its place. */
  leave(): Promise<void>;
  stop(): Promise<void>;
};

/** Everything of one school on one machine: PostgreSQL, Redis, a simulated outside, api processes, one worker, a balancer. */
export type World = {
  base: string;
  /** Of the api processes, in their order. */
  ports: number[];
  databaseUrl: string;
  processes: Supervised[];
  /** False when libfaketime is not installed: then clocks cannot be moved. */
  clockMoves: boolean;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  redis: { kill(): Promise<void>; start(): Promise<void> };
  /** Files of acknowledged hooks that are not in the database yet. */
  spooled(): Promise<number>;
  /** Whether this alarm is open. */
  isOpen(alarm: string): Promise<boolean>;
  /** How far the clocks of api and worker are ahead. */
  setClock(seconds: number): Promise<void>;
  /** No file of the api processes may grow beyond this; null = as before. */
  limitFiles(bytes: number | null): void;
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

/** @param apis how many api processes stand behind the balancer */
export async function startWorld(historyDays: number, apis = 2): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'traffic-long-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step().catch(() => undefined);
  };
  try {
    return { ...(await build(folder, { historyDays, apis }, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  folder: string,
  { historyDays, apis }: { historyDays: number; apis: number },
  undo: (() => Promise<unknown>)[],
) {
  const log = createLogger({ level: 'silent', name: 'bench' });
  const dataDir = join(folder, 'postgres');
  let postgres = await startEmbeddedPostgres({ dataDir, log });
  undo.push(() => postgres.stop());
  const redis = await startRedis();
  undo.push(() => redis.close());
  const [workerPort, simulatorPort] = [await freePort(), await freePort()];
  const ports: number[] = [];
  while (ports.length < apis) ports.push(await freePort());
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const balancer = await startBalancer(ports);
  undo.push(() => balancer.close());
  const simulator = spawn(process.execPath, ['apps/simulator/src/main.ts'], {
    ...{ cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
    env: simulatorVariables(simulatorPort, balancer.url, historyDays),
  });
  undo.push(() => stopChild(simulator));
  await until('the simulator', async () => (await fetch(`${simulatorUrl}/control/state`)).ok);
  const clock = join(folder, 'clock');
  await writeFile(clock, '+0\n');
  const clockMoves = existsSync(FAKETIME);
  const variables = {
    ...serverVariables(postgres.url, redis.url, balancer.url, simulatorUrl),
    ...{ DATA_DIR: folder, ...(clockMoves ? faketime(clock) : {}) },
  };
  const processes = [
    ...ports.map((port, index) =>
      supervise(`api ${index + 1}`, '--role=api', { ...variables, PORT: String(port) }),
    ),
    supervise('worker', '--role=worker', { ...variables, PORT: '1', WORKER_PORT: String(workerPort) }),
  ];
  for (const one of processes) undo.push(() => one.stop());
  await until('the product', async () => (await fetch(`${balancer.url}/readyz`)).ok);
  // As an operator does after the first start: the CRM tells all three addresses of each change.
  await promisify(execFile)(process.execPath, ['apps/server/src/commands/amocrm-subscribe.ts'], {
    ...{ cwd: ROOT, env: variables },
  });
  return {
    ports,
    ...{ base: balancer.url, databaseUrl: postgres.url, processes, clockMoves, redis },
    stopDatabase: () => postgres.stop(),
    startDatabase: async () => {
      postgres = await startEmbeddedPostgres({ dataDir, log });
    },
    spooled: () => spooled(join(folder, 'spool')),
    isOpen: (alarm: string) => isOpen(postgres.url, alarm),
    setClock: (seconds: number) => writeFile(clock, `+${seconds}\n`),
    limitFiles: (bytes: number | null) => limitFiles(processes, bytes),
    control: <T>(method: string, path: string, body?: unknown) =>
      askJson<T>(`${simulatorUrl}/control${path}`, method, body),
    ask: (method: string, path: string, body?: unknown) => askJson(`${balancer.url}${path}`, method, body),
  };
}

async function spooled(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.jsonl')).length;
}

function isOpen(databaseUrl: string, alarm: string): Promise<boolean> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query('select from alarms where key = $1 and closed_at is null', [alarm]);
    return rows.length > 0;
  });
}

/** The kernel's own limit, set from outside while they run: a write beyond it fails as on a full disk. */
function limitFiles(processes: Supervised[], bytes: number | null): void {
  for (const { name, pid } of processes)
    if (name.startsWith('api'))
      execFileSync('prlimit', [
        `--pid=${pid()}`,
        `--fsize=${bytes === null ? 'unlimited' : `${bytes}:unlimited`}`,
      ]);
}

async function askJson<T>(url: string, method: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

function faketime(file: string): Record<string, string> {
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    // A timer of Node must not be fooled: it is about how long, not about what time it is.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

function serverVariables(
  databaseUrl: string,
  redisUrl: string,
  base: string,
  simulator: string,
): Record<string, string> {
  return {
    ...{
      PATH: process.env.PATH ?? '',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      LOG_LEVEL: 'silent',
      DRAIN_SECONDS: '2',
    },
    ...{ PRESET: 'presets/onai-academy.json', ENCRYPTION_KEY: 'bench'.repeat(8), ADMIN_API_TOKEN: TOKEN },
    ...{ AMOCRM_WEBHOOK_SECRET: SECRET, PUBLIC_URL: base, AMOCRM_DOMAIN: 'onaiagencykz' },
    ...{ AMOCRM_API_URL: `${simulator}/amocrm`, AMOCRM_ACCESS_TOKEN: 'sim-amocrm-token' },
    ...{ FB_GRAPH_URL: `${simulator}/graph`, FB_ACCESS_TOKEN: 'sim-meta-token' },
    ...{ TELEGRAM_API_URL: `${simulator}/telegram`, TELEGRAM_BOT_TOKEN: '100200300:sim-telegram-token' },
    ...{ TELEGRAM_CHAT_IDS: CHAT, RATES_URL: `${simulator}/rates/get_rates.cfm` },
  };
}

const simulatorVariables = (port: number, base: string, historyDays: number): Record<string, string> => ({
  ...{ PATH: process.env.PATH ?? '', SIM_PORT: String(port), SIM_PRESET: 'presets/onai-academy.json' },
  ...{
    SIM_HISTORY_DAYS: String(historyDays),
    SIM_AMOCRM_ACCOUNT_ID: '31415926',
    SIM_HOOK_RETRY_SCALE: '0.02',
  },
  ...{ SIM_LANDING_TOKEN: TOKEN, SIM_LANDING_URL: `${base}/api/landing/leads` },
});

function supervise(name: string, role: string, env: Record<string, string>): Supervised {
  let stopping = false;
  const launch = () => {
    const started = spawn(process.execPath, ['apps/server/src/main.ts', role], {
      ...{ cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env },
    });
    started.once('exit', () => {
      if (!stopping)
        setTimeout(() => {
          if (!stopping) child = launch();
        }, RESTART_MS);
    });
    return started;
  };
  let child: ChildProcess = launch();
  return {
    name,
    pid: () => child.pid ?? 0,
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
    async leave() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
    async stop() {
      stopping = true;
      await stopChild(child);
    },
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(insist);
}

/** Asks again and again until `look` says yes. */
export async function until(what: string, look: () => Promise<boolean>, seconds = 600): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await look().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(200);
  }
}
