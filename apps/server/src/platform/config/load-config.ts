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
  if (existsSync('.env')) loadEnvFile('.env');
  return readConfig(process.env, process.argv.slice(2));
}
