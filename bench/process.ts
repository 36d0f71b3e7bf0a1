/**
 * How many deals a second go from the inbox into the ledger: a backlog of 100,000 stored deliveries, processed by
 * the real worker's loop with parsing, facts, attribution, receipts, history and the landing side's copy.
 *
 * `node bench/process.ts [deliveries] [workers]`; with DATABASE_URL on that server, else on an embedded one, fsync on.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext } from '../apps/server/src/context.ts';
import { processDeliveries } from '../apps/server/src/modules/inbox/index.ts';
import { handleDeliveries } from '../apps/server/src/modules/sales/index.ts';
import { importPresetOnce } from '../apps/server/src/modules/settings/index.ts';
import { readConfig } from '../apps/server/src/platform/config/index.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';

const deliveries = Number(process.argv[2] ?? 100_000);
const workers = Number(process.argv[3] ?? 2);
const log = createLogger({ level: 'silent', name: 'bench' });
const PRESET = fileURLToPath(new URL('../presets/onai-academy.json', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, pool, close } = connectDatabase({ url, maxConnections: 12, applicationName: 'bench' });
const config = readConfig(
  { ENCRYPTION_KEY: 'bench'.repeat(8), PRESET, RATES_ENABLED: 'false', DATA_DIR: folder },
  [],
);
const context = createContext({ config, db, clock: { now: () => new Date() }, log });
await importPresetOnce(db, PRESET, new Date());

// Five hooks a deal, far apart: made, moved twice, won, changed. Every third deal is won; UTM and ten other fields.
await pool.query(
  `insert into webhook_deliveries (endpoint, received_at, next_attempt_at, content_type, headers, body, content_hash, request_id)
   select '/bench', now(), now(), 'application/x-www-form-urlencoded', '{}', convert_to(
     'account[id]=30000001&leads[update][0][id]=' || (700000 + n % ($1 / 5)) || '&leads[update][0][name]=Deal&leads[update][0][status_id]=' ||
     case when n / ($1 / 5) >= 3 and n % 3 = 0 then 142 else 10 + n / ($1 / 5) end || '&leads[update][0][pipeline_id]=10350882&leads[update][0][price]=' ||
     5000 + n / ($1 / 5) || '&leads[update][0][created_at]=1794000000&leads[update][0][updated_at]=' || (1794000000 + n / ($1 / 5) * 60) ||
     '&leads[update][0][custom_fields][0][id]=434731&leads[update][0][custom_fields][0][name]=utm_source&leads[update][0][custom_fields][0][values][0][value]=fb_kenesary' ||
     (select string_agg('&leads[update][0][custom_fields][' || f || '][id]=' || (500 + f) || '&leads[update][0][custom_fields][' || f || '][name]=Field&leads[update][0][custom_fields][' || f || '][values][0][value]=value', '') from generate_series(1, 10) f),
     'UTF8'), '\\x00', 'bench-' || n
   from generate_series(0, $1::int - 1) n`,
  [deliveries],
);
await pool.query('analyze webhook_deliveries');

const startedAt = performance.now();
let lastShown = startedAt;
await Promise.all(
  Array.from({ length: workers }, async () => {
    const turn = async () =>
      processDeliveries({
        ...context,
        handle: async (trx, claimed) => handleDeliveries(trx, await context.ledger(), null, claimed),
      });
    while (await turn()) {
      if (performance.now() - lastShown < 5_000) continue;
      lastShown = performance.now();
      const { rows } = await pool.query<{ left: string }>(
        `select count(*) as left from webhook_deliveries where state = 'pending'`,
      );
      const done = deliveries - Number(rows[0]?.left);
      console.log(`${done} done, ${(done / ((lastShown - startedAt) / 1000)).toFixed(0)}/s`);
    }
  }),
);
const seconds = (performance.now() - startedAt) / 1000;
const { rows } = await pool.query(
  `select (select count(*) from deals) as deals, (select count(*) from all_sales_tracking where reversed_at is null) as sales,
    (select count(*) from webhook_deliveries where state = 'processed') as processed`,
);
console.log(
  `${deliveries} deliveries in ${seconds.toFixed(1)} s: ${(deliveries / seconds).toFixed(0)}/s`,
  rows[0],
);

await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });
