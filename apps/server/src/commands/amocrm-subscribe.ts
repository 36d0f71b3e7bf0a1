/**
 * `npm run amocrm:subscribe`: makes AmoCRM post to our webhook addresses. Uses the configuration of the server,
 * may run beside it and again, and never prints the secret in the addresses.
 */
import { resolve } from 'node:path';
import { createContext } from '../context.ts';
import { hookAddresses, type Subscribed, subscribeWebhooks } from '../modules/crm/index.ts';
import { WEBHOOK_PATHS } from '../modules/inbox/index.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, loadConfig } from '../platform/config/index.ts';
import { borrowEmbeddedPostgres, connectDatabase, migrate } from '../platform/database/index.ts';
import { createLogger, type Logger } from '../platform/log.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 78;
  }
  if (config.amocrmApi === null) {
    complain('AmoCRM is not configured: set AMOCRM_DOMAIN and a token (see .env.example)');
    return 78;
  }
  const secret = config.amocrm.webhookSecret;
  try {
    report(config, await subscribe(config, createLogger({ level: 'warn', name: 'amocrm-subscribe' })));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    complain(secret === null ? message : message.replaceAll(secret, '(secret)'));
    return 1;
  }
}

function report({ http, amocrm }: Config, results: readonly Subscribed[]): void {
  say(`AmoCRM posts sales to ${http.publicUrl}:`);
  for (const { path, was, done } of results)
    say(`  ${path.padEnd(28)} ${done === 'kept' ? 'subscribed already' : `subscribed now (was: ${was})`}`);
  if (results.some(({ was }) => was === 'wrong_secret'))
    say('A subscription with another secret stays and is refused: remove it in the settings of AmoCRM.');
  if (amocrm.webhookSecret === null)
    say('AMOCRM_WEBHOOK_SECRET is not set: anybody who knows these addresses can post sales.');
}

async function subscribe(config: Config, log: Logger): Promise<Subscribed[]> {
  const embedded =
    config.databaseUrl === null
      ? await borrowEmbeddedPostgres({ dataDir: resolve(config.dataDir, 'postgres'), log })
      : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrate(url, { log });
    const database = connectDatabase({ url, maxConnections: 3, applicationName: 'amocrm-subscribe', log });
    try {
      const { amocrm } = createContext({ config, db: database.db, clock: systemClock, log });
      if (amocrm === null) return [];
      const secret = config.amocrm.webhookSecret;
      const addresses = hookAddresses(WEBHOOK_PATHS, { publicUrl: config.http.publicUrl, secret });
      return await subscribeWebhooks({ amocrm, addresses, secret });
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

process.exitCode = await main();
