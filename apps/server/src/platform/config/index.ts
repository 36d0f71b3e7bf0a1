export { type AmocrmKeys, type Config, ConfigError, readConfig } from './config.ts';
export { SETTING_NAMES } from './environment.ts';
export { loadConfig, loadVariables } from './load-config.ts';
