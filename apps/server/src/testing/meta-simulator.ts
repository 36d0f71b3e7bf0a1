import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningSimulator, startSimulator } from '../../../simulator/src/index.ts';

/** 16:30 in New York and 02:30 of the next day in Almaty. */
export const META_NOW = Date.parse('2026-11-20T21:30:00Z');
/** The preset's accounts in the order of the simulator's variety; the last has spend without ads. */
export const META_ACCOUNTS = {
  newYork: 'act_964264512447589',
  almaty: 'act_666059476005255',
  utc: 'act_839340528712304',
  last: 'act_30779210298344970',
} as const;

/** A simulator with varied ad accounts and without people, whose clock is the caller's and stands at the anchor first. */
export function startMetaSimulator(
  clock: () => number,
  anchor = new Date(META_NOW),
): Promise<RunningSimulator> {
  const preset: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../../presets/onai-academy.json'), 'utf8'),
  );
  return startSimulator({
    ...{ port: 0, preset, historyDays: 0, rateLimit: false, variedAccounts: true },
    ...{ anchor, clock },
  });
}

/** Settings of a server that reads this simulator. */
export function metaEnvironment(simulator: RunningSimulator): Record<string, string> {
  return {
    FB_ACCESS_TOKEN: 'sim-meta-token',
    FB_GRAPH_URL: `${simulator.url}/graph`,
    RATES_URL: `${simulator.url}/rates/get_rates.cfm`,
  };
}
