/**
 * Two api processes behind a balancer are restarted in turn under 200 hooks/s and 20 viewers: does any request fail, and what does a hook
 * wait meanwhile? `node bench/rolling-restart.ts [per second] [rounds]`. Exit code 1 when a request failed or the ledger does not balance.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { takeBalance } from './long/balance.ts';
import type { LongLedger, Sample } from './long/load.ts';
import { SECRET, startWorld, TOKEN, until } from './long/world.ts';

const [rate = 200, rounds = 2] = process.argv.slice(2, 4).map(Number);
const VIEWERS = 20;
const HISTORY_DAYS = 3;

const at = (samples: Sample[], share: number) =>
  samples
    .map(({ ms }) => ms)
    .toSorted((a, b) => a - b)
    [Math.floor(samples.length * share)]?.toFixed(1) ?? '—';
const failed = (samples: Sample[]) => samples.filter(({ status }) => status !== 200);

const world = await startWorld(HISTORY_DAYS);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void world.close().finally(() => process.exit(130)));
try {
  await until('the history', async () => {
    const { sources } = (await world.ask('GET', '/api/v1/overview?preset=7d')) as {
      sources: { status: string }[];
    };
    return sources.every(({ status }) => status === 'ok');
  });
  // The load goes on until the restarts are over: how long they take is not known before.
  const seconds = rounds * 2 * 20;
  const load = fork(
    fileURLToPath(new URL('./long/load.ts', import.meta.url)),
    [world.base, SECRET, TOKEN, String(rate), String(VIEWERS), String(seconds)],
    { serialization: 'advanced' },
  );
  const finished = once(load, 'message') as Promise<[LongLedger]>;
  const startedAt = performance.now();
  await sleep(3_000);
  let restarts = 0;
  for (let round = 0; round < rounds; round += 1)
    for (const [index, api] of world.processes.filter(({ name }) => name.startsWith('api')).entries()) {
      await api.leave();
      await until(api.name, async () => (await fetch(`http://127.0.0.1:${world.ports[index]}/healthz`)).ok);
      await sleep(1_000);
      restarts += 1;
    }
  const took = (performance.now() - startedAt) / 1000;
  if (took > seconds)
    console.log(`the restarts took ${took.toFixed(0)} s, longer than the load of ${seconds} s`);
  const [{ hooks, views, startedAt: begun }] = await finished;
  const balance = await takeBalance(world, { hooks, views, startedAt: begun }, [], []);
  console.log(
    `${restarts} restarts in ${took.toFixed(0)} s under ${rate} hooks/s and ${VIEWERS} viewers: ` +
      `${failed(hooks).length} of ${hooks.length} hooks and ${failed(views).length} of ${views.length} views failed; ` +
      `hooks from the scheduled time p50 ${at(hooks, 0.5)} ms, p99 ${at(hooks, 0.99)} ms, max ${at(hooks, 0.99999)} ms; ` +
      `lost ${balance.lost}, twice ${balance.twice}`,
  );
  for (const { at: second, status } of [...failed(hooks), ...failed(views)].slice(0, 10))
    console.log(`  at ${second.toFixed(1)} s: ${status}`);
  process.exitCode = failed(hooks).length + failed(views).length + balance.lost + balance.twice === 0 ? 0 : 1;
} finally {
  await world.close();
}
