import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { at } from './paths.mjs';

/**
 * Secrets and seed of one demo academy, made once and kept beside its data: a second start must open the
 * same encrypted settings and continue the same history. (Where that history began, the simulator keeps in
 * its own state file.)
 *
 * @typedef {object} Demo
 * @property {string} encryptionKey
 * @property {string} webhookSecret
 * @property {string} adminApiToken
 * @property {string} amocrmToken
 * @property {string} facebookToken
 * @property {string} telegramToken in the shape of a real bot token
 * @property {number} seed decides the simulated history
 * @property {string} [situations] troubles in it, for the advice to find; a demo made before them has none
 * @property {number} simulatorPort of the last start
 */

const preset = 'presets/onai-academy.json';
/** Whom the simulator plays: public facts of the demo, not secrets. */
const account = { domain: 'onaiagencykz', id: '31415926', chatIds: '-1001234567890' };
const firstSimulatorPort = 4010;

/** @param {string} dataDir as configured: relative to the repository or absolute */
const dataPath = (dataDir) => (isAbsolute(dataDir) ? dataDir : at(dataDir));

/**
 * @param {string} dataDir
 * @returns {Demo}
 */
export function loadDemo(dataDir) {
  const file = join(dataPath(dataDir), 'demo.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const demo = {
    encryptionKey: randomBytes(32).toString('hex'),
    webhookSecret: randomBytes(24).toString('base64url'),
    adminApiToken: randomBytes(32).toString('base64url'),
    amocrmToken: randomBytes(32).toString('base64url'),
    facebookToken: randomBytes(32).toString('base64url'),
    telegramToken: `7000000001:${randomBytes(26).toString('base64url')}`,
    seed: randomInt(1, 2 ** 31),
    situations: 'lively,broken_landing:muha',
    simulatorPort: firstSimulatorPort,
  };
  saveDemo(dataDir, demo);
  return demo;
}

/**
 * @param {string} dataDir
 * @param {Demo} demo
 */
export function saveDemo(dataDir, demo) {
  mkdirSync(dataPath(dataDir), { recursive: true });
  writeFileSync(join(dataPath(dataDir), 'demo.json'), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

/** @param {string} dataDir */
export const simulatorLog = (dataDir) => join(dataPath(dataDir), 'simulator.log');

/**
 * Settings of `apps/simulator/src/main.ts`, in the environment because a command line can be read by every
 * user of the machine and these hold secrets.
 *
 * @param {Demo} demo
 * @param {{ port: number, dataDir: string }} settings of the server that the simulator feeds
 * @returns {Record<string, string>}
 */
export function simulatorEnvironment(demo, { port, dataDir }) {
  const server = `http://127.0.0.1:${port}`;
  return {
    SIM_PORT: String(demo.simulatorPort),
    SIM_PRESET: at(preset),
    SIM_STATE: join(dataPath(dataDir), 'simulator.jsonl'),
    SIM_SEED: String(demo.seed),
    SIM_SITUATIONS: demo.situations ?? '',
    // The address of PUBLIC_URL: the server finds its own subscription there and adds the others.
    SIM_HOOK_URL: `http://localhost:${port}/api/amocrm/sales-webhook/${demo.webhookSecret}`,
    SIM_LANDING_URL: `${server}/api/landing/leads`,
    SIM_LANDING_TOKEN: demo.adminApiToken,
    SIM_AMOCRM_TOKEN: demo.amocrmToken,
    SIM_AMOCRM_ACCOUNT_ID: account.id,
    SIM_META_TOKEN: demo.facebookToken,
    SIM_TELEGRAM_TOKEN: demo.telegramToken,
    SIM_TELEGRAM_CHATS: account.chatIds,
  };
}

/**
 * The server's settings that turn it into the demo academy: real clients, pointed at the simulator.
 *
 * @param {Demo} demo
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Record<string, string>}
 */
export function demoEnvironment(demo, settings) {
  const simulator = `http://127.0.0.1:${demo.simulatorPort}`;
  return {
    DEMO: 'true',
    // The login must stay on the screen: a line per request would push it away. LOG_LEVEL=info shows all.
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
    PORT: String(settings.port),
    DATA_DIR: settings.dataDir,
    PRESET: preset,
    PUBLIC_URL: `http://localhost:${settings.port}`,
    ENCRYPTION_KEY: demo.encryptionKey,
    ADMIN_API_TOKEN: demo.adminApiToken,
    AMOCRM_ENABLED: 'true',
    AMOCRM_API_URL: `${simulator}/amocrm`,
    AMOCRM_DOMAIN: account.domain,
    AMOCRM_ACCESS_TOKEN: demo.amocrmToken,
    AMOCRM_WEBHOOK_SECRET: demo.webhookSecret,
    FB_ENABLED: 'true',
    FB_GRAPH_URL: `${simulator}/graph`,
    FB_ACCESS_TOKEN: demo.facebookToken,
    TELEGRAM_ENABLED: 'true',
    TELEGRAM_API_URL: `${simulator}/telegram`,
    TELEGRAM_BOT_TOKEN: demo.telegramToken,
    TELEGRAM_CHAT_IDS: account.chatIds,
    RATES_ENABLED: 'true',
    RATES_URL: `${simulator}/rates/get_rates.cfm`,
  };
}
