/**
 * Whether several processes together keep AmoCRM's limit: real processes with clients of their own ask a server
 * that counts as AmoCRM does (7 in any second), as fast as the shared gate lets them; halfway one is killed.
 *
 * `node bench/amocrm-pace.ts [processes] [seconds]`; with DATABASE_URL on that server, else on an embedded one.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCrmClient } from '../apps/server/src/modules/crm/index.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';

const log = createLogger({ level: 'silent', name: 'bench' });
const [first = '3', second = '20'] = process.argv.slice(2);
if (first === 'ask') await askForEver(second, process.argv[4] ?? '');
else await measure(Number(first), Number(second));

/** A process under test: twenty requests waiting at any time. */
async function askForEver(databaseUrl: string, baseUrl: string): Promise<void> {
  const { db } = connectDatabase({ url: databaseUrl, maxConnections: 3, applicationName: 'bench' });
  const client = createCrmClient({
    ...{ db, log, clock: { now: () => new Date() } },
    ...{ encryptionKeys: 'bench'.repeat(8), dataDir: tmpdir(), leadFieldIds: () => ({}) },
    keys: { baseUrl, anyHost: true, accessToken: 'bench-token', oauth: null },
  });
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (;;) await client.account().catch(() => undefined);
    }),
  );
}

async function measure(processes: number, seconds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
  const embedded = process.env.DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
  const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
  await migrate(url);
  const arrivals: number[] = [];
  const server = createServer((_, response) => {
    arrivals.push(performance.now());
    response.end('{"id":1,"name":"bench","subdomain":"bench"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, [fileURLToPath(import.meta.url), 'ask', url, baseUrl], { stdio: 'inherit' }),
  );
  await sleep((seconds * 1000) / 2);
  children.pop()?.kill('SIGKILL');
  await sleep((seconds * 1000) / 2);
  for (const child of children) child.kill('SIGKILL');
  server.close();
  server.closeAllConnections();
  await embedded?.stop();
  await rm(folder, { recursive: true });
  report(processes, arrivals);
}

function report(processes: number, arrivals: readonly number[]): void {
  const span = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
  const inSecondFrom = (start: number) => arrivals.filter((at) => at >= start && at < start + 1000).length;
  const most = Math.max(...arrivals.map(inSecondFrom));
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at));
  console.log(
    `${processes} processes, one killed halfway: ${arrivals.length} requests in ${span.toFixed(1)} s`,
  );
  console.log(`  ${(arrivals.length / span).toFixed(2)} a second; at most ${most} in any second (limit 7)`);
  console.log(
    `  longest pause ${Math.max(...gaps).toFixed(0)} ms, shortest ${Math.min(...gaps).toFixed(0)} ms`,
  );
}
