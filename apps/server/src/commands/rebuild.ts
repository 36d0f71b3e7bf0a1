/** `npm run rebuild`: recomputes every roll-up from the facts. With the embedded database, stop the server first. */
import { resolve } from 'node:path';
import { rebuildRollups } from '../modules/analytics/index.ts';
import { loadConfig } from '../platform/config/index.ts';
import { connectDatabase, migrate, startEmbeddedPostgres } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';

const config = loadConfig();
const log = createLogger({ level: config.logLevel, name: 'rebuild' });
const embedded =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: resolve(config.dataDir, 'postgres'), log })
    : null;
const url = config.databaseUrl ?? embedded?.url ?? '';
try {
  await migrate(url, { log });
  const { db, close } = connectDatabase({ url, maxConnections: 1, applicationName: 'rebuild', log });
  const startedAt = performance.now();
  const { days } = await rebuildRollups(db);
  log.info({ days, tookMs: Math.round(performance.now() - startedAt) }, 'roll-ups rebuilt');
  await close();
} finally {
  await embedded?.stop();
}
