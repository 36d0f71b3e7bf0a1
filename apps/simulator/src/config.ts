import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SimulatorInput } from './options.ts';

const TEXT_FLAGS = [
  'port',
  'preset',
  'state',
  'seed',
  'anchor',
  'history-days',
  'hook-url',
  'dp-hook-url',
  'hook-retry-scale',
  'landing-url',
  'landing-token',
  'amocrm-token',
  'amocrm-refresh-token',
  'amocrm-account-id',
  'meta-token',
  'telegram-token',
  'telegram-chats',
  'situations',
] as const;
const SWITCHES = ['live', 'no-rate-limit', 'varied-accounts'] as const;

type TextFlag = (typeof TEXT_FLAGS)[number];
type Switch = (typeof SWITCHES)[number];

/**
 * Options of the command line and, where a flag is absent, of SIM_* variables (`--hook-url` is SIM_HOOK_URL; switches are
 * `true`). The only reader of the environment. Throws for an unknown flag or an unreadable preset.
 */
export function readConfig(args: readonly string[]): SimulatorInput {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(TEXT_FLAGS.map((flag) => [flag, { type: 'string' as const }])),
      ...Object.fromEntries(SWITCHES.map((flag) => [flag, { type: 'boolean' as const }])),
    },
  });
  const text = (flag: TextFlag): string | undefined => values[flag]?.toString() ?? variable(flag);
  const isOn = (flag: Switch): boolean => values[flag] === true || variable(flag) === 'true';
  return withoutUndefined({
    port: text('port'),
    preset: readPreset(text('preset')),
    state: text('state'),
    seed: text('seed'),
    anchor: text('anchor'),
    historyDays: text('history-days'),
    live: isOn('live'),
    hookUrl: text('hook-url'),
    dpHookUrl: text('dp-hook-url'),
    hookRetryScale: text('hook-retry-scale'),
    landingUrl: text('landing-url'),
    landingToken: text('landing-token'),
    amocrmToken: text('amocrm-token'),
    amocrmRefreshToken: text('amocrm-refresh-token'),
    amocrmAccountId: text('amocrm-account-id'),
    metaToken: text('meta-token'),
    telegramToken: text('telegram-token'),
    telegramChats: text('telegram-chats')
      ?.split(',')
      .map((id) => id.trim()),
    situations: text('situations'),
    rateLimit: !isOn('no-rate-limit'),
    variedAccounts: isOn('varied-accounts'),
  });
}

function variable(flag: TextFlag | Switch): string | undefined {
  const value = process.env[`SIM_${flag.toUpperCase().replaceAll('-', '_')}`];
  return value === '' ? undefined : value;
}

function readPreset(path: string | undefined): unknown {
  if (path === undefined) throw new Error('--preset FILE (or SIM_PRESET) is required');
  return JSON.parse(readFileSync(path, 'utf8'));
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
