export { type AmocrmKeys, type Config, ConfigError, readConfig } from './config.ts';
export { loadConfig } from './load-config.ts';
