/**
 * 1, 2 and 4 api processes on one PostgreSQL and one worker: hooks acknowledged a second, and overviews answered a second, by as many
 * callers as keep all of them busy. `node bench/scaling.ts [seconds a figure]`. The load shares the machine with what it measures:
 * carry the ratios.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Throughput } from './lib/closed-load.ts';
import { residentMegabytes } from './long/memory.ts';
import { SECRET, startWorld, TOKEN, until } from './long/world.ts';

const seconds = Number(process.argv[2] ?? 10);
const HISTORY_DAYS = 30;
const HOOKERS = 64;
const VIEWERS = 16;

async function measure(
  kind: 'hook' | 'view',
  ports: readonly number[],
  callers: number,
): Promise<Throughput> {
  const load = fork(fileURLToPath(new URL('./lib/closed-load.ts', import.meta.url)), [
    ...[kind, ports.join(','), kind === 'hook' ? SECRET : TOKEN, String(callers), String(seconds)],
  ]);
  const [result] = (await once(load, 'message')) as [Throughput];
  return result;
}

console.log('| api processes | hooks/s | p99 ms | overviews/s | p95 ms | memory of all MB | failed |');
console.log('|---|---|---|---|---|---|---|');
for (const count of [1, 2, 4]) {
  const world = await startWorld(HISTORY_DAYS, count);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void world.close().finally(() => process.exit(130)));
  try {
    await until('the history', async () => {
      const { sources } = (await world.ask('GET', '/api/v1/overview?preset=30d')) as {
        sources: { status: string }[];
      };
      return sources.every(({ status }) => status === 'ok');
    });
    const hooks = await measure('hook', world.ports, HOOKERS);
    const views = await measure('view', world.ports, VIEWERS);
    const memory = world.processes.reduce((sum, { pid }) => sum + (residentMegabytes(pid()) ?? 0), 0);
    console.log(
      `| ${count} | ${hooks.perSecond.toFixed(0)} | ${hooks.p99Ms.toFixed(1)} | ${views.perSecond.toFixed(0)} | ${views.p95Ms.toFixed(1)} | ${memory.toFixed(0)} | ${hooks.failed + views.failed} |`,
    );
  } finally {
    await world.close();
  }
}
