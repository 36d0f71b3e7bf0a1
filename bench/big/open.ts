import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase, startEmbeddedPostgres } from '../../apps/server/src/platform/database/index.ts';
import { createLogger } from '../../apps/server/src/platform/log.ts';

/** The last business day of the data, and a moment of it: reports of the benchmarks are asked then. */
export const LAST_DAY = '2026-11-20';
export const NOW = new Date('2026-11-20T12:00:00Z');
export const PRESET = fileURLToPath(new URL('../../presets/onai-academy.json', import.meta.url));

export const log = createLogger({ level: 'silent', name: 'bench' });

/** `--times=10` on the command line: ten times the data. */
export const times = Number(/--times=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 1);

/**
 * The big data's own database: DATABASE_URL, else an embedded one in data/big-<times>x, kept between runs, with the settings that
 * the product gives its own.
 */
export async function openBig(maxConnections = 12) {
  const folder = resolve(fileURLToPath(new URL('../../data', import.meta.url)), `big-${times}x`);
  mkdirSync(folder, { recursive: true });
  const embedded = process.env.DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
  const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
  const database = connectDatabase({ url, maxConnections, applicationName: 'bench' });
  return {
    ...database,
    url,
    folder,
    async close() {
      await database.close();
      await embedded?.stop();
    },
  };
}
