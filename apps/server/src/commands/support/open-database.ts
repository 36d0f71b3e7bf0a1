import { resolve } from 'node:path';
import { type Config, ConfigError, loadConfig } from '../../platform/config/index.ts';
import { borrowEmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';

/**
 * Runs a command's work on the database of the configuration.
 *
 * @param how `beside`: the server may run; `alone`: an embedded database must not be in use
 * @throws Error when the embedded database belongs to a running server and `alone` is wanted
 */
export async function onDatabase<Result>(
  { config, log, how }: { config: Config; log: Logger; how: 'beside' | 'alone' },
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== null) return work(config.databaseUrl);
  const dataDir = resolve(config.dataDir, 'postgres');
  const open = how === 'beside' ? borrowEmbeddedPostgres : startEmbeddedPostgres;
  const embedded = await open({ dataDir, log });
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

/**
 * The frame of a command: the configuration, one readable line for what goes wrong, an exit code.
 *
 * @param work resolves to the exit code
 */
export async function runCommand(work: (config: Config) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work(loadConfig());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ConfigError ? 78 : 1;
  }
}

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
