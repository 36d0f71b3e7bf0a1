/**
 * Webhooks at an even 500 a second against the real server while its PostgreSQL is frozen (SIGSTOP) in the middle:
 * is every hook answered 200, how fast counted from its scheduled time, and is everything processed once afterwards?
 *
 * `node bench/bad-minute.ts [per second] [seconds before] [seconds frozen] [seconds after] [freeze|stop]`
 * `freeze` stops the server's processes, `stop` shuts it down and starts it again; 0 seconds frozen is the quiet figure.
 * Only addresses of this machine are contacted. A run whose ledger does not balance is void and exits 1.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectDatabase, startEmbeddedPostgres } from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';
import type { Ledger } from './lib/scheduled-load.ts';

const [perSecond = 500, before = 10, frozen = 60, after = 10] = process.argv.slice(2, 6).map(Number);
const how = process.argv[6] === 'stop' ? 'stop' : 'freeze';
const SECRET = 'bench-webhook-secret-0001';
const log = createLogger({ level: 'silent', name: 'bench' });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const dataDir = join(folder, 'postgres');
let postgres = await startEmbeddedPostgres({ dataDir, log });
const url = postgres.url;
const port = await freePort();
const server: ChildProcess = spawn(process.execPath, ['apps/server/src/main.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'ignore',
  env: {
    ...{
      PATH: process.env.PATH,
      DATABASE_URL: url,
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: 'silent',
    },
    ...{ ENCRYPTION_KEY: 'bench'.repeat(8), AMOCRM_WEBHOOK_SECRET: SECRET, RATES_ENABLED: 'false' },
  },
});
const base = `http://127.0.0.1:${port}`;
while (!(await fetch(`${base}/healthz`).catch(() => null))?.ok) await sleep(100);

/** The postmaster and all its children, or the whole server. */
async function takeAway(): Promise<() => Promise<void>> {
  if (how === 'stop') {
    await postgres.stop();
    return async () => {
      postgres = await startEmbeddedPostgres({ dataDir, log });
    };
  }
  const postmaster = Number(
    (await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  const children = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8'))
    .trim()
    .split(' ');
  const pids = [postmaster, ...children.map(Number)].filter((pid) => pid > 0);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return async () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  };
}

const load = fork(fileURLToPath(new URL('./lib/scheduled-load.ts', import.meta.url)), [
  `${base}/api/amocrm/sales-webhook/${SECRET}`,
  String(perSecond),
  String(before + frozen + after),
]);
const finished = once(load, 'message') as Promise<[Ledger]>;
await sleep(before * 1000);
if (frozen > 0) {
  const giveBack = await takeAway();
  console.log(
    `PostgreSQL ${how === 'stop' ? 'stopped' : 'frozen'} for ${frozen} s under ${perSecond} hooks/s`,
  );
  await sleep(frozen * 1000);
  await giveBack();
}
const [ledger] = await finished;

const { pool, close } = connectDatabase({ url: postgres.url, maxConnections: 2, applicationName: 'bench' });
const pending = async () =>
  Number((await pool.query(`select count(*) from webhook_deliveries where state = 'pending'`)).rows[0].count);
const stored = async () =>
  Number((await pool.query('select count(*) from webhook_deliveries')).rows[0].count);
for (let quiet = 0, last = -1; quiet < 10; quiet += 1) {
  const now = await stored();
  if (now !== last || (await pending()) > 0) quiet = 0;
  last = now;
  await sleep(300);
}
const { rows } = await pool.query(
  `select count(*)::int as deliveries, count(distinct substring(convert_from(body, 'UTF8') from 'leads.update..0..id.=([0-9]+)'))::int as hooks,
     (select count(*)::int from deals) as deals,
     (select count(*)::int from (select received_at, lag(received_at) over (order by id) as before from webhook_deliveries) o
        where received_at < before - interval '1 second') as out_of_order
   from webhook_deliveries`,
);
const latencies = ledger.latenciesMs.toSorted((a, b) => a - b);
const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
const [kept] = rows;
console.log({
  sent: ledger.sent,
  answers: ledger.answers,
  acknowledged: ledger.acknowledged.length,
  ...kept,
});
console.log(
  `from the scheduled time: p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   p99.9 ${at(0.999)} ms   max ${at(0.999999)} ms`,
);
const answered = Object.values(ledger.answers).reduce((sum, count) => sum + count, 0);
const balanced =
  answered === ledger.sent &&
  ledger.acknowledged.length === kept.hooks &&
  kept.deliveries === kept.hooks &&
  kept.deals === kept.hooks;
console.log(
  balanced
    ? 'the ledger balances: each acknowledged hook is one delivery and one deal'
    : 'VOID: the ledger does not balance',
);

await close();
server.kill('SIGTERM');
await once(server, 'exit');
await postgres.stop();
await rm(folder, { recursive: true, force: true });
process.exitCode = balanced ? 0 : 1;
