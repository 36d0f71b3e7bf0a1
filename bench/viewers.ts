/**
 * Fifty people keep the dashboard open on the big data set while 200 hooks a second arrive: p50/p95 of overview quiet and
 * under load, p99 of the hooks, and how long a sale takes from its acknowledged hook into overview.
 *
 * `npm run bench:viewers [-- --seconds=60] [-- --viewers=50] [-- --rate=200]` after `npm run seed:big`. The product runs as a
 * process of its own. Latency counts from the scheduled moment; a run whose ledger does not balance is void.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openBig, PRESET } from './big/open.ts';

const option = (name: string, otherwise: number) =>
  Number(new RegExp(`--${name}=(\\d+)`).exec(process.argv.join(' '))?.[1] ?? otherwise);
const seconds = option('seconds', 60);
const viewers = option('viewers', 50);
const rate = option('rate', 200);
/** A viewer asks again this often: the screens re-read when told of a change, at most so often. */
const REFRESH_MS = option('refresh', 5_000);
const TOKEN = 'bench-admin-token-bench-admin-token-0';
const SECRET = 'bench-webhook-secret';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const big = await openBig(2);
const port = await freePort();
const product = spawn(
  process.execPath,
  [fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url)), '--no-demo'],
  {
    env: {
      ...process.env,
      ...{
        DATABASE_URL: big.url,
        PORT: String(port),
        DATA_DIR: `${big.folder}/server`,
        PRESET,
        ADMIN_API_TOKEN: TOKEN,
      },
      ...{
        ENCRYPTION_KEY: 'bench'.repeat(8),
        AMOCRM_WEBHOOK_SECRET: SECRET,
        LOG_LEVEL: 'error',
        PUBLIC_URL: `http://127.0.0.1:${port}`,
      },
      ...{
        AMOCRM_ENABLED: 'false',
        META_ENABLED: 'false',
        FB_ENABLED: 'false',
        TELEGRAM_ENABLED: 'false',
        RATES_ENABLED: 'false',
      },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
const agent = new Agent({ keepAlive: true, maxSockets: 300 });

function call(path: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const method = body === undefined ? 'GET' : 'POST';
    request({ port, agent, host: '127.0.0.1', path, method, headers }, (answer) => {
      let text = '';
      answer
        .on('data', (chunk: Buffer) => {
          text += chunk.toString();
        })
        .on('end', () =>
          answer.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode}`)),
        );
    })
      .on('error', reject)
      .end(body);
  });
}

const OVERVIEW = '/api/v1/overview?preset=30d';
let dealId = 70_000_000 + Math.floor(Date.now() / 1000 - 1_700_000_000) * 1_000;
let failures = 0;
const hooks: number[] = [];
/** When each hook was acknowledged. */
const acknowledged: number[] = [];

async function hook(scheduled: number): Promise<void> {
  dealId += 1;
  const now = Math.floor(Date.now() / 1000);
  const lead = `leads[status][0]`;
  const body = `account[id]=30000001&${lead}[id]=${dealId}&${lead}[name]=Bench&${lead}[status_id]=142&${lead}[pipeline_id]=10350882&${lead}[price]=5000&${lead}[created_at]=${now}&${lead}[updated_at]=${now}&${lead}[custom_fields][0][id]=434731&${lead}[custom_fields][0][name]=utm_source&${lead}[custom_fields][0][values][0][value]=fb_kenesary`;
  await call(`/api/amocrm/sales-webhook/${SECRET}`, body).then(
    () => {
      hooks.push(performance.now() - scheduled);
      acknowledged.push(performance.now());
    },
    () => {
      failures += 1;
    },
  );
}

type Sample = { ms: number; at: number; sales: number };
/** `count` people, each asking at a steady pace of their own. */
async function watch(count: number, forMs: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const viewer = async (offset: number) => {
    for (let scheduled = startedAt + offset; scheduled < startedAt + forMs; scheduled += REFRESH_MS) {
      await sleep(Math.max(0, scheduled - performance.now()));
      const askedAt = performance.now();
      await call(OVERVIEW).then(
        (text) => {
          const { total } = JSON.parse(text) as { total: { sales: number } };
          samples.push({ ms: performance.now() - scheduled, at: askedAt, sales: total.sales });
        },
        () => {
          failures += 1;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => viewer((index * REFRESH_MS) / count)));
  return samples;
}

async function sendHooks(forMs: number): Promise<number> {
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  const planned = Math.floor((forMs / 1000) * rate);
  for (let index = 0; index < planned; index += 1) {
    const scheduled = startedAt + (index * 1000) / rate;
    if (scheduled > performance.now()) await sleep(scheduled - performance.now());
    pending.push(hook(scheduled));
  }
  await Promise.all(pending);
  return planned;
}

/** Deliveries that are stored and not processed yet: what an earlier run left must not count here. */
async function drained(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { rows } = await big.pool.query<{ left: boolean }>(
      `select exists (select from webhook_deliveries where state = 'pending') as left`,
    );
    if (rows[0]?.left === false) return;
    await sleep(500);
  }
}

const at = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
const show = (name: string, values: number[]) =>
  console.log(
    `${name.padEnd(34)} p50 ${at(values, 0.5).toFixed(1)}  p95 ${at(values, 0.95).toFixed(1)}  p99 ${at(values, 0.99).toFixed(1)}  max ${at(values, 1).toFixed(1)} ms  (${values.length})`,
  );

try {
  for (let tries = 0; ; tries += 1) {
    const ready = await call('/healthz').then(
      () => true,
      () => false,
    );
    if (ready) break;
    if (tries > 120) throw new Error('the product did not start');
    await sleep(500);
  }
  for (let warm = 0; warm < 20; warm += 1) await call(OVERVIEW);
  await drained();
  const before = (JSON.parse(await call(OVERVIEW)) as { total: { sales: number } }).total.sales;
  const alone = await watch(1, 10_000);
  const quiet = await watch(viewers, 15_000);
  const [loaded, planned] = await Promise.all([watch(viewers, seconds * 1000), sendHooks(seconds * 1000)]);
  show(
    'overview, one viewer',
    alone.map((one) => one.ms),
  );
  show(
    `overview, ${viewers} viewers, no hooks`,
    quiet.map((one) => one.ms),
  );
  show(
    `overview, ${viewers} viewers, ${rate} hooks/s`,
    loaded.map((one) => one.ms),
  );
  show('hooks', hooks);
  // A sale must be there if its hook was acknowledged longer ago than the lag.
  acknowledged.sort((a, b) => a - b);
  const lags = loaded.flatMap(({ at: askedAt, sales }) => {
    const oldestMissing = acknowledged[Math.max(0, sales - before)];
    return oldestMissing === undefined ? [] : [Math.max(0, askedAt - oldestMissing)];
  });
  show('from acknowledged hook to overview', lags);
  const endedAt = performance.now();
  await drained();
  console.log(`inbox empty ${((performance.now() - endedAt) / 1000).toFixed(1)} s after the last hook`);
  const after = (JSON.parse(await call(OVERVIEW)) as { total: { sales: number } }).total.sales;
  console.log(
    `ledger: ${planned} planned = ${hooks.length} acknowledged + ${failures} failed; ${after - before} more sales`,
  );
  if (planned !== hooks.length || after - before !== hooks.length)
    console.log('VOID: the ledger does not balance');
} finally {
  if (product.exitCode === null) {
    product.kill('SIGTERM');
    await once(product, 'exit');
  }
  await big.close();
}
