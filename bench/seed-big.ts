/**
 * A school with three years behind it: 1 M ad-days, 200,000 leads, 50,000 sales, 12 teams, two currencies, an ad account
 * of a foreign zone, refunds. `npm run seed:big [-- --times=10]`; see `openBig` for where. Refuses a database in use.
 */
import { importPresetOnce } from '../apps/server/src/modules/settings/index.ts';
import { rebuildRollups } from '../apps/server/src/modules/analytics/index.ts';
import { migrate } from '../apps/server/src/platform/database/index.ts';
import { LAST_DAY, openBig, PRESET, times } from './big/open.ts';
import { FUNCTIONS, STATEMENTS } from './big/statements.ts';

const SIZE = [1_000_000 * times, 200_000 * times, 50_000 * times, LAST_DAY] as const;

const big = await openBig();
await migrate(big.url);
await importPresetOnce(big.db, PRESET, new Date());
const { rows } = await big.pool.query<{ used: boolean }>(
  `select exists (select from traffic_stats) or exists (select from traffic_leads) or exists (select from deals) as used`,
);
if (rows[0]?.used === true)
  throw new Error(`this database has data already: remove ${big.folder} or take another`);

const startedAt = performance.now();
const step = async (what: string, work: () => Promise<unknown>) => {
  const from = performance.now();
  await work();
  console.log(`${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s  ${what}`);
};
const client = await big.pool.connect();
await client.query('set synchronous_commit = off');
await client.query(FUNCTIONS);
for (const { what, sql } of STATEMENTS) await step(what, () => client.query(sql, [...SIZE]));
client.release();
await step('vacuum analyze', () => big.pool.query('vacuum analyze'));
await step('roll-ups', () => rebuildRollups(big.db));
await step('vacuum analyze', () => big.pool.query('vacuum analyze'));
console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  in all`);
const counts = await big.pool.query(
  `select (select count(*) from traffic_stats) as ad_days, (select count(*) from traffic_leads) as leads,
    (select count(*) from all_sales_tracking) as sales, (select count(*) from all_sales_tracking where reversed_at is not null) as refunds,
    (select count(*) from funnel_analytics) as funnel_cells, (select count(*) from traffic_sales_stats) as utm_cells`,
);
console.log(counts.rows[0]);
await big.close();
