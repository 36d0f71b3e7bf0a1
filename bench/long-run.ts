/**
 * The product under load for long, and broken in turn: 200 hooks/s, 20 viewers, syncs, two api processes, one worker. Is anything lost or
 * counted twice, does each alarm come once, does memory stay, how fast are hooks acknowledged from their scheduled time?
 *
 * `npm run bench:long -- --minutes=30 [--rate=200] [--viewers=20] [--write]`; `--write` puts the tables into docs/reliability.md. Needs
 * prlimit (util-linux), redis-server and, for the clock, libfaketime. Only addresses of this machine are contacted. Exit code 1
 * when something did not hold.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { takeBalance } from './long/balance.ts';
import { FAULTS } from './long/faults.ts';
import type { LongLedger } from './long/load.ts';
import { type Memory, residentMegabytes } from './long/memory.ts';
import { findBreaches, type Run, type Window, writeReport } from './long/report.ts';
import { SECRET, startWorld, TOKEN, until, type World } from './long/world.ts';

const option = (name: string, otherwise: number) =>
  Number(new RegExp(`--${name}=([\\d.]+)`).exec(process.argv.join(' '))?.[1] ?? otherwise);
const minutes = option('minutes', 30);
const rate = option('rate', 200);
const viewers = option('viewers', 20);

/** Half of the time nothing is broken; then one fault after the other, each with a pause after it; a rest at the end. */
const steadySeconds = minutes * 30;
const slotSeconds = Math.max(14, (minutes * 27) / FAULTS.length);
const totalSeconds = Math.ceil(steadySeconds + slotSeconds * FAULTS.length + Math.max(10, minutes * 3));
const HISTORY_DAYS = 10;
const SALE_EVERY_MS = 3_000;
const SYNC_EVERY_SECONDS = Math.max(20, totalSeconds / 10);

const dueAlarms = FAULTS.flatMap(({ alarm }) => (alarm === null ? [] : [alarm]));
const say = (text: string) => console.log(`${new Date().toISOString()} ${text}`);

async function main(): Promise<number> {
  say('starting PostgreSQL, Redis, simulator, two api, one worker, balancer');
  const world = await startWorld(HISTORY_DAYS);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void world.close().finally(() => process.exit(130)));
  try {
    await until('the history', async () => historyIsRead(world));
    say(`load: ${rate} hooks/s and ${viewers} viewers for ${totalSeconds} s`);
    const run = await perform(world);
    const breaches = findBreaches(run);
    const text = writeReport(run, breaches);
    console.log(`\n${text}\n`);
    if (process.argv.includes('--write')) await writeInto('docs/reliability.md', text);
    return breaches.length === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
}

async function historyIsRead(world: World): Promise<boolean> {
  const { sources } = (await world.ask('GET', '/api/v1/overview?preset=30d')) as {
    sources: { status: string }[];
  };
  return sources.every(({ status }) => status === 'ok');
}

async function perform(world: World): Promise<Run> {
  const load = fork(
    fileURLToPath(new URL('./long/load.ts', import.meta.url)),
    [world.base, SECRET, TOKEN, String(rate), String(viewers), String(totalSeconds)],
    { serialization: 'advanced' },
  );
  const finished = once(load, 'message') as Promise<[LongLedger]>;
  const [begun, startedAt] = [Date.now(), performance.now()];
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const stop = new AbortController();
  const memory: Record<string, Memory[]> = {};
  const sales: number[] = [];
  const syncs = { started: 0, failed: 0 };
  const beside = [
    repeat(stop.signal, 2_000, async () => sampleMemory(world, memory, elapsed())),
    repeat(stop.signal, SALE_EVERY_MS, () => makeSale(world, sales)),
    repeat(stop.signal, SYNC_EVERY_SECONDS * 1000, () => startSyncs(world, syncs)),
  ];
  try {
    await sleep(steadySeconds * 1000);
    const { windows, skipped } = await breakInTurn(world, elapsed);
    const [ledger] = await finished;
    // The load began later than this, when its process was there; its samples count from then.
    const late = (ledger.startedAt - begun) / 1000;
    stop.abort();
    await Promise.all(beside);
    say('the load is over; waiting until everything is processed');
    const balance = await takeBalance(world, ledger, sales, dueAlarms);
    const steady = { from: Math.min(10, steadySeconds / 4), to: steadySeconds - late };
    const shifted = windows.map((window) => ({ ...window, from: window.from - late, to: window.to - late }));
    return {
      ...{ minutes, rate, viewers, steady, windows: shifted, skipped, memory, syncs, ledger, balance },
    };
  } finally {
    stop.abort();
    load.kill('SIGTERM');
  }
}

async function breakInTurn(world: World, elapsed: () => number) {
  const windows: Window[] = [];
  const skipped: string[] = [];
  for (const fault of FAULTS) {
    const from = elapsed();
    if (fault.name.startsWith('clock') && !world.clockMoves) {
      skipped.push(fault.name);
      continue;
    }
    say(`fault: ${fault.name}`);
    await fault.run(world, slotSeconds / 2);
    // What follows from it belongs to it until the next begins.
    await sleep(Math.max(1_000, (slotSeconds - (elapsed() - from)) * 1000));
    windows.push({ fault, from, to: elapsed() });
  }
  return { windows, skipped };
}

async function repeat(signal: AbortSignal, everyMs: number, act: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await act().catch((error: unknown) =>
      say(`beside the load: ${error instanceof Error ? error.message : String(error)}`),
    );
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function sampleMemory(world: World, memory: Record<string, Memory[]>, at: number): Promise<void> {
  for (const { name, pid } of world.processes) {
    const megabytes = residentMegabytes(pid());
    if (megabytes !== null) (memory[name] ??= []).push({ at, pid: pid(), megabytes });
  }
}

/** In the simulated CRM, which tells the product by a hook, and again when that is refused. */
async function makeSale(world: World, sales: number[]): Promise<void> {
  const sale = await world.control<{ dealId: number }>('POST', '/sales', {
    product: 'express',
    amount: 5000,
  });
  sales.push(sale.dealId);
}

async function startSyncs(world: World, syncs: Run['syncs']): Promise<void> {
  const day = (offset: number) => Temporal.Now.plainDateISO('UTC').add({ days: offset }).toString();
  const starts = [
    world.ask('POST', '/api/traffic-facebook/refresh', {}),
    world.ask('POST', '/api/admin/amocrm/reconcile', { start: day(-1), end: day(1) }),
  ];
  for (const outcome of await Promise.allSettled(starts)) {
    syncs.started += 1;
    if (outcome.status === 'rejected') syncs.failed += 1;
  }
}

const BEGIN = '<!-- bench:long -->';
const END = '<!-- /bench:long -->';

async function writeInto(path: string, text: string): Promise<void> {
  const page = await readFile(path, 'utf8');
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the tables`);
  await writeFile(path, `${before}${BEGIN}\n${text}\n${END}${after}`);
}

process.exitCode = await main();
