/**
 * `npm run import:amocrm -- --from 2025-01-01`: reads the won deals of the CRM into the ledger, through the same path
 * as hooks. Stopped in the middle it goes on where it was; run again it changes nothing. May run beside the server.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createContext } from '../context.ts';
import { recordSyncRun } from '../modules/operations/index.ts';
import { importDeals } from '../modules/sales/index.ts';
import { importPresetOnce } from '../modules/settings/index.ts';
import { dayBounds } from '../platform/business-day.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, loadConfig } from '../platform/config/index.ts';
import { borrowEmbeddedPostgres, connectDatabase, migrate } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';

const say = (text: string) => process.stdout.write(text);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { from: { type: 'string' } } });
  if (values.from !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.from)) {
    complain('--from: a day as YYYY-MM-DD, or leave it out to read all history');
    return 64;
  }
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 78;
  }
  try {
    return await importInto(config, values.from ?? null);
  } catch (error) {
    complain(`\n${error instanceof Error ? error.message : String(error)}`);
    complain('What was read is kept: run the same command again to go on.');
    return 1;
  }
}

async function importInto(config: Config, from: string | null): Promise<number> {
  const log = createLogger({ level: 'warn', name: 'import-amocrm' });
  const dataDir = resolve(config.dataDir, 'postgres');
  const embedded = config.databaseUrl === null ? await borrowEmbeddedPostgres({ dataDir, log }) : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrate(url, { log });
    const database = connectDatabase({ url, maxConnections: 4, applicationName: 'import-amocrm', log });
    try {
      const context = createContext({ config, db: database.db, clock: systemClock, log });
      await importPresetOnce(context.db, config.presetPath, context.clock.now());
      const { amocrm } = context;
      if (amocrm === null) {
        complain('AmoCRM is not configured: set AMOCRM_DOMAIN and a token (see .env.example)');
        return 78;
      }
      const { timezone } = await context.academy();
      const since = from === null ? null : dayBounds(from, timezone).start;
      const { read } = await recordSyncRun(context, 'amocrm.import', (report) =>
        importDeals({ ...context, amocrm }, since, async (progress) => {
          say(`\r  ${progress.done} deals read …`);
          await report(progress);
        }),
      );
      say(
        `\r  ${read} deals read: the ledger has every sale that the CRM shows${from === null ? '' : ` since ${from}`}.\n`,
      );
      return 0;
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

process.exitCode = await main();
