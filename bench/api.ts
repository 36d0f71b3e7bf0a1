/**
 * How fast the reports answer on the big data set (`npm run seed:big` first), through the real server over HTTP:
 * best, p50 and p95 of each question, on 30 and 365 days, cash and cohort, and the machine's load meanwhile: beside other work, compare
 * the best and the ratio to raw rows. The server's PostgreSQL has the settings that the product gives its own.
 *
 * `npm run bench:api [-- --times=10] [-- --only=overview] [-- --duck]`
 */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { createApp } from '../apps/server/src/app.ts';
import { createContext } from '../apps/server/src/context.ts';
import { ensureAdminToken } from '../apps/server/src/modules/access/index.ts';
import { readConfig } from '../apps/server/src/platform/config/index.ts';
import { migrate } from '../apps/server/src/platform/database/index.ts';
import { openDuck } from './big/duck.ts';
import { log, NOW, openBig, PRESET, times } from './big/open.ts';
import { QUESTIONS } from './big/questions.ts';

const TOKEN = 'bench-admin-token-bench-admin-token-0';
const ROUNDS = 40;
const only = /--only=(\S+)/.exec(process.argv.join(' '))?.[1];

const big = await openBig();
await migrate(big.url);
const config = readConfig(
  {
    ENCRYPTION_KEY: 'bench'.repeat(8),
    ADMIN_API_TOKEN: TOKEN,
    PRESET,
    DATA_DIR: big.folder,
    AMOCRM_ENABLED: 'false',
  },
  ['--no-demo'],
);
const clock = { now: () => NOW };
const context = createContext({ config, db: big.db, clock, log });
await ensureAdminToken({ db: big.db, clock }, TOKEN);
const app = await createApp(context);
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;

function ask(path: string): Promise<{ ms: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    request({ port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${TOKEN}` } }, (answer) => {
      let bytes = 0;
      answer
        .on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        })
        .on('end', () => {
          if (answer.statusCode === 200) resolve({ ms: performance.now() - from, bytes });
          else reject(new Error(`${path} answered ${answer.statusCode}`));
        });
    })
      .on('error', reject)
      .end();
  });
}

const duck = process.argv.includes('--duck') ? await openDuck(big.pool) : null;
async function timed(sql: string): Promise<number> {
  const from = performance.now();
  await big.pool.query(sql);
  return performance.now() - from;
}

async function median(measure: () => Promise<number>): Promise<string> {
  const times = [await measure(), await measure(), await measure()].toSorted((a, b) => a - b);
  return (times[1] ?? 0).toFixed(0);
}

console.log(duck === null ? 'without DuckDB (--duck, and it must be installed)' : 'with DuckDB in memory');
console.log(`${times} x the big data, ${ROUNDS} rounds after 3 of warming up, ms\n`);
console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores\n`);
console.log(
  '| question | best | p50 | p95 | limit | raw rows | DuckDB | KB |\n|---|---|---|---|---|---|---|---|',
);
for (const question of QUESTIONS.filter(({ name }) => only === undefined || name.includes(only))) {
  for (let round = 0; round < 3; round += 1) await ask(question.path);
  const answers = [];
  for (let round = 0; round < ROUNDS; round += 1) answers.push(await ask(question.path));
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(1);
  const raw = question.raw === undefined ? '' : await median(() => timed(question.raw ?? ''));
  const ducks =
    question.raw === undefined || duck === null ? '' : await median(() => duck.time(question.raw ?? ''));
  const kb = ((answers[0]?.bytes ?? 0) / 1024).toFixed(0);
  console.log(
    `| ${question.name} | ${at(0)} | ${at(0.5)} | ${at(0.95)} | ${question.limitMs} | ${raw} | ${ducks} | ${kb} |`,
  );
}
console.log(`\nload average ${loadavg()[0]?.toFixed(1)} at the end`);
duck?.close();
await app.close();
await big.close();
