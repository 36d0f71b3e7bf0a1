import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { type Config, readConfig } from './config.ts';

/**
 * The configuration of this process: `.env` of the working folder (the real environment wins) plus the
 * command line. The only reader of `process.env` in the server.
 *
 * @throws ConfigError naming every bad or missing key
 */
export function loadConfig(): Config {
  return readConfig(loadVariables(), process.argv.slice(2));
}

/** The same variables unjudged, for those who judge them: the doctor. */
export function loadVariables(): Record<string, string | undefined> {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env;
}
