/**
 * How fast sold deals reach a separate Landing database: the queue of a whole school, copied by the real loop from
 * one database into another of the same server, beside the same rows inserted there in one plain statement.
 *
 * `node bench/mirror.ts [deals]`; with DATABASE_URL on that server, else on an embedded one, fsync on.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createLanding, mirrorProjections } from '../apps/server/src/modules/landing/index.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';

const deals = Number(process.argv[2] ?? 50_000);
const log = createLogger({ level: 'silent', name: 'bench' });

const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, pool, close } = connectDatabase({ url, maxConnections: 4, applicationName: 'bench' });
await pool.query('create database bench_landing');
const landingUrl = new URL(url);
landingUrl.pathname = '/bench_landing';
const landing = createLanding({ db, url: landingUrl.toString(), log });

const ROWS = sql`select n as deal_id, 10350882 as pipeline_id, 142 as status_id, 5000 as amount, 'fb_kenesary' as utm_source,
  now() as sale_date, jsonb_build_object('name', 'Deal', 'custom_fields', repeat('field ', 200)) as raw_data
  from generate_series(1, ${deals}::int) n`;
const COLUMNS = sql`(deal_id, pipeline_id, status_id, amount, utm_source, sale_date, raw_data)`;

async function timed(what: string, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${what}: ${(deals / seconds).toFixed(0)} deals/s`);
  return seconds;
}

const far = await landing.separate();
if (far === null) throw new Error('the Landing database is ours');
const plain = await timed('one plain insert there', () =>
  sql`insert into main_product_sales ${COLUMNS} ${ROWS}`.execute(far),
);
await sql`insert into express_course_sales ${COLUMNS} ${ROWS}`.execute(db);
const copied = await timed('copied from the queue', async () => {
  while (await mirrorProjections({ db, landing, log, clock: { now: () => new Date() } }));
});
console.log(`plain / copied: ${(copied / plain).toFixed(1)} x the time`);

await landing.close();
await pool.query('drop database bench_landing');
await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });
