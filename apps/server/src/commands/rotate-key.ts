/**
 * `npm run rotate-key`: seals stored secrets with the present ENCRYPTION_KEY, opening them with ENCRYPTION_KEY_PREVIOUS,
 * and ends every session. Afterwards ENCRYPTION_KEY_PREVIOUS can go. Stop the server first.
 */
import { resolve } from 'node:path';
import { rotateKeys } from '../modules/privacy/index.ts';
import { systemClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config/index.ts';
import { connectDatabase, migrate, startEmbeddedPostgres } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';

const config = loadConfig();
const log = createLogger({ level: config.logLevel, name: 'rotate-key' });
if (config.encryptionKeys.length < 2) {
  log.error('set ENCRYPTION_KEY to the new key and ENCRYPTION_KEY_PREVIOUS to the one before');
  process.exit(78);
}
const embedded =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: resolve(config.dataDir, 'postgres'), log })
    : null;
const url = config.databaseUrl ?? embedded?.url ?? '';
try {
  await migrate(url, { log });
  const { db, close } = connectDatabase({ url, maxConnections: 2, applicationName: 'rotate-key', log });
  const keys = config.encryptionKeys;
  const rotation = await rotateKeys({ db, clock: systemClock, keys, dataDir: config.dataDir });
  await close();
  log.info(rotation, 'secrets sealed with the present key, sessions ended');
  if (rotation.unreadable.length > 0) {
    log.error({ unreadable: rotation.unreadable }, 'neither key opens these: they are as they were');
    process.exitCode = 1;
  }
} finally {
  await embedded?.stop();
}
