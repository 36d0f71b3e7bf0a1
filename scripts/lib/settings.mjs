import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Problem } from './errors.mjs';
import { at } from './paths.mjs';

/** @typedef {'all' | 'api' | 'worker'} Role */
/** @typedef {{ demo: boolean, demoOffBecause: string | null, role: Role, port: number, host: string, dataDir: string }} Settings */

/** A key that only a real installation has: with one of them, demo sales must never be mixed in. */
const productionKeys = ['DATABASE_URL', 'AMOCRM_ACCESS_TOKEN', 'AMOCRM_REFRESH_TOKEN', 'FB_ACCESS_TOKEN'];

/**
 * What `npm start` has to know before the server does. The server checks the rest of its configuration itself.
 *
 * @param {string[]} args command line: `--no-demo`, `--role=all|api|worker`, `--port=N` or `--port N`
 * @returns {Settings}
 * @throws {Problem} on an argument that does not exist: a mistyped `--no-demo` must not start a demo
 */
export function readSettings(args) {
  /** @type {Record<string, string | undefined>} */
  const env = { ...readDotEnv(), ...process.env };
  const flags = parseArguments(args);
  const demoOffBecause = reasonAgainstDemo(flags.noDemo, env);
  return {
    demo: demoOffBecause === null,
    demoOffBecause,
    role: flags.role,
    port: parsePort(flags.port ?? (env.PORT || '3000')),
    host: env.HOST || '127.0.0.1',
    dataDir: env.DATA_DIR || './data',
  };
}

/**
 * @param {boolean} noDemo
 * @param {Record<string, string | undefined>} env
 * @returns {string | null}
 */
function reasonAgainstDemo(noDemo, env) {
  if (noDemo) return '--no-demo';
  if (env.NODE_ENV === 'production') return 'NODE_ENV=production';
  const key = productionKeys.find((name) => env[name]);
  return key === undefined ? null : `${key} is set`;
}

/** @param {string[]} args */
function parseArguments(args) {
  /** @type {{ noDemo: boolean, role: Role, port: string | undefined }} */
  const flags = { noDemo: false, role: 'all', port: undefined };
  const words = args.flatMap((arg) => (arg.startsWith('--') ? arg.split(/=(.*)/, 2) : [arg]));
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--no-demo') flags.noDemo = true;
    else if (word === '--role') flags.role = parseRole(words.shift());
    else if (word === '--port') flags.port = words.shift() ?? '';
    else throw new Problem(`Unknown argument ${word}. Known: --no-demo, --role=all|api|worker, --port=N`);
  }
  return flags;
}

/**
 * @param {string | undefined} role
 * @returns {Role}
 */
function parseRole(role) {
  if (role === 'all' || role === 'api' || role === 'worker') return role;
  throw new Problem(`--role=${role ?? ''}: must be all, api or worker`);
}

/** @param {string} text */
function parsePort(text) {
  const port = /^\d+$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (port < 1 || port > 65_535) throw new Problem(`PORT ${text}: must be a number from 1 to 65535`);
  return port;
}

/** @returns {Record<string, string | undefined>} */
function readDotEnv() {
  return existsSync(at('.env')) ? parseEnv(readFileSync(at('.env'), 'utf8')) : {};
}
