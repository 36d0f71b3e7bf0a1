import { join } from 'node:path';
import type { Finding } from './finding.ts';
import { judgeSettings } from './judge-settings.ts';
import { lookAtDatabase, lookAtFolder, lookAtProgram, lookAtRedis } from './look-around.ts';

/**
 * Examines an installation from its settings: the settings themselves, then what they point at. Changes nothing but may
 * create DATA_DIR, as the start would. Contacts only our own databases and Redis, never a third party.
 */
export async function examine(
  variables: Readonly<Record<string, string | undefined>>,
  webDirectory: string,
): Promise<Finding[]> {
  const { findings, config } = judgeSettings(variables);
  const program = lookAtProgram(join(webDirectory, 'index.html'));
  if (config === null) return [...program, ...findings];
  const { databaseUrl, landingDatabaseUrl, tripwireDatabaseUrl, redisUrl, encryptionKeys } = config;
  const looked = await Promise.all([
    lookAtFolder(config.dataDir),
    databaseUrl === null ? [] : lookAtDatabase('DATABASE_URL', databaseUrl, encryptionKeys),
    landingDatabaseUrl === null ? [] : lookAtDatabase('LANDING_DATABASE_URL', landingDatabaseUrl, null),
    tripwireDatabaseUrl === null ? [] : lookAtDatabase('TRIPWIRE_DATABASE_URL', tripwireDatabaseUrl, null),
    redisUrl === null ? [] : lookAtRedis(redisUrl),
  ]);
  return [...program, ...findings, ...looked.flat()];
}
