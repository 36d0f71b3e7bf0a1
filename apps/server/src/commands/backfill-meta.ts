/**
 * `npm run backfill:meta -- --months=37`: reads the spend of every included ad account back to so many months ago; Meta keeps
 * 37. Stopped in the middle it goes on where it was; run again it reads nothing. May run beside the server.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createContext } from '../context.ts';
import { recordSyncRun } from '../modules/operations/index.ts';
import { importPresetOnce } from '../modules/settings/index.ts';
import { backfillSpend, discoverAccounts, syncNeededRates } from '../modules/spend/index.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, loadConfig } from '../platform/config/index.ts';
import { borrowEmbeddedPostgres, connectDatabase, migrate } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';

const KEPT_MONTHS = 37;
const say = (text: string) => process.stdout.write(text);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { months: { type: 'string', default: String(KEPT_MONTHS) } } });
  const months = Number(values.months);
  if (!Number.isInteger(months) || months < 1 || months > KEPT_MONTHS) {
    complain(`--months: 1 to ${KEPT_MONTHS}`);
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
    return await backfill(config, months);
  } catch (error) {
    complain(`\n${error instanceof Error ? error.message : String(error)}`);
    complain('What was read is kept: run the same command again to go on.');
    return 1;
  }
}

async function backfill(config: Config, months: number): Promise<number> {
  const log = createLogger({ level: 'warn', name: 'backfill-meta' });
  const dataDir = resolve(config.dataDir, 'postgres');
  const embedded = config.databaseUrl === null ? await borrowEmbeddedPostgres({ dataDir, log }) : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrate(url, { log });
    const database = connectDatabase({ url, maxConnections: 4, applicationName: 'backfill-meta', log });
    const context = createContext({ config, db: database.db, clock: systemClock, log });
    try {
      await importPresetOnce(context.db, config.presetPath, context.clock.now());
      const { meta } = context;
      if (meta === null) {
        complain('Meta is not configured: set FB_ACCESS_TOKEN (see .env.example)');
        return 78;
      }
      await discoverAccounts(context.db, meta);
      const { parts, failed } = await recordSyncRun(context, 'spend.backfill', (report) =>
        backfillSpend({ ...context, meta }, months, async (progress) => {
          say(`\r  ${progress.done} of ${progress.total ?? '?'} parts: ${progress.note ?? ''}   `);
          await report(progress);
        }),
      );
      say(`\r  ${parts.read} of ${parts.missing} missing parts of 90 days were read.                    \n`);
      const { rates } = context;
      // Older days need older rates. A bank that is away is asked again by the server.
      if (rates !== null)
        await syncNeededRates({ ...context, rates }).catch((error: Error) => complain(error.message));
      for (const { accountId, reason } of failed) complain(`  ${accountId}: ${reason}`);
      if (parts.read < parts.missing) complain('Run the same command again to go on.');
      return parts.read < parts.missing ? 1 : 0;
    } finally {
      await context.cache.close();
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

process.exitCode = await main();
