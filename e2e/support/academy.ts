import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from './database.ts';
import { freePort, type Service, startService, until } from './service.ts';

const ADMIN_TOKEN = 'e2e-admin-token-e2e-admin-token-0001';
const WEBHOOK_SECRET = 'e2e-webhook-secret-0001';
const ACCOUNT_ID = '31415926';

export type Login = { email: string; password: string };

/** The server and a simulated world around it, both as real processes. */
export type Academy = {
  url: string;
  webhookUrl: string;
  /** GET with the admin's token; throws on anything but success. */
  api<T>(path: string): Promise<T>;
  /** POST with the admin's token; throws on anything but success. */
  post<T>(path: string, body?: unknown): Promise<T>;
  /** GET with the admin's token, the answer unread: a stream, until the signal. */
  open(path: string, signal: AbortSignal): Promise<Response>;
  /** The simulator's control API. */
  simulator<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  logins(): { admin: Login; targetologist: Login };
  server(): Service;
  /** Starts the server on the same data; the one before must be gone. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param historyDays days of simulated history; 0 is an empty academy
 * @param faults of the simulator, set before the server first asks it
 * @param situations troubles planted in its history; see apps/simulator/README.md
 */
export async function startAcademy(options: {
  historyDays: number;
  faults?: object;
  situations?: string;
}): Promise<Academy> {
  const dataDir = await mkdtemp(join(tmpdir(), 'traffic-dashboard-e2e-'));
  const database = await createDatabase();
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const webhookUrl = `${url}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`;
  const simulator = startService('node', ['apps/simulator/src/main.ts'], {
    SIM_PORT: String(simulatorPort),
    SIM_PRESET: 'presets/onai-academy.json',
    SIM_HISTORY_DAYS: String(options.historyDays),
    SIM_SITUATIONS: options.situations ?? '',
    SIM_AMOCRM_ACCOUNT_ID: ACCOUNT_ID,
    SIM_HOOK_URL: webhookUrl,
    SIM_LANDING_URL: `${url}/api/landing/leads`,
    SIM_LANDING_TOKEN: ADMIN_TOKEN,
  });
  const variables = {
    ...serverVariables(port, dataDir, simulatorUrl),
    ...(database === null ? {} : { DATABASE_URL: database.url }),
  };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${simulatorUrl}/control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`simulator ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  await until('the simulator', 20_000, () => control<object>('GET', '/state'));
  if (options.faults !== undefined) await control('POST', '/faults', options.faults);
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await fetch(`${url}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  let server = await startServer(variables, url);
  return {
    url,
    webhookUrl,
    simulator: control,
    server: () => server,
    logins: () => readLogins(server.output()),
    open: (path, signal) => ask(path, { signal }),
    api: async <T>(path: string) => (await (await ask(path)).json()) as T,
    async post<T>(path: string, body?: unknown) {
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return (await (await ask(path, { method: 'POST', ...(body === undefined ? {} : json) })).json()) as T;
    },
    async restart() {
      server = await startServer(variables, url);
    },
    async stop() {
      await server.stop('SIGTERM');
      await simulator.stop('SIGTERM');
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Lets a person in: the administrator's script invites, the link is used. */
export async function letIn(
  academy: Academy,
  { name, password, ...invite }: Login & { name: string; role: string; team?: string },
): Promise<void> {
  const { link } = await academy.post<{ link: string }>('/api/v1/invites', invite);
  const token = link.split('/').at(-1);
  await academy.post('/api/v1/links/use', { kind: 'invite', token, name, password });
}

async function startServer(variables: Record<string, string>, url: string): Promise<Service> {
  const server = startService('node', ['apps/server/src/main.ts'], variables);
  await until('the server', 60_000, async () => {
    if (server.process.exitCode !== null) throw new Error(server.output());
    return (await fetch(`${url}/healthz`)).ok && server.output().includes('targetologist') ? true : null;
  }).catch((error: unknown) => {
    server.process.kill('SIGKILL');
    throw new Error(`the server did not start:\n${server.output()}`, { cause: error });
  });
  return server;
}

function serverVariables(port: number, dataDir: string, simulator: string): Record<string, string> {
  return {
    DEMO: 'true',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    DATA_DIR: dataDir,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PRESET: 'presets/onai-academy.json',
    ENCRYPTION_KEY: 'e2e-encryption-key-e2e-encryption-key',
    ADMIN_API_TOKEN: ADMIN_TOKEN,
    AMOCRM_API_URL: `${simulator}/amocrm`,
    AMOCRM_DOMAIN: 'onaiagencykz',
    AMOCRM_ACCESS_TOKEN: 'sim-amocrm-token',
    AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    FB_GRAPH_URL: `${simulator}/graph`,
    FB_ACCESS_TOKEN: 'sim-meta-token',
    TELEGRAM_API_URL: `${simulator}/telegram`,
    TELEGRAM_BOT_TOKEN: '100200300:sim-telegram-token',
    TELEGRAM_CHAT_IDS: '-1001234567890',
    RATES_URL: `${simulator}/rates/get_rates.cfm`,
  };
}

/** The one-time logins as the server prints them: role, e-mail, password. */
export function readLogins(output: string): { admin: Login; targetologist: Login } {
  const login = (role: string): Login => {
    const found = [...output.matchAll(new RegExp(`^\\s*${role}\\s+(\\S+@\\S+)\\s+(\\S+)\\s*$`, 'gm'))].at(-1);
    if (found?.[1] === undefined || found[2] === undefined)
      throw new Error(`no login of the ${role} printed`);
    return { email: found[1], password: found[2] };
  };
  return { admin: login('admin'), targetologist: login('targetologist') };
}

/**
 * Waits until history is read: the CRM's deals, the spend with its rates, and the landing's leads; and until
 * what follows from it is decided, which shows in figures that stay as they are.
 */
export async function waitForHistory(academy: Academy): Promise<void> {
  let seen = '';
  await until('history', 90_000, async () => {
    const { sources, teams, total } = await academy.api<{
      sources: { status: string }[];
      teams: object[];
      total: { spend_unconverted: number };
    }>('/api/v1/overview?preset=90d');
    const state = await academy.simulator<{ counts: { leads: number }; landing: { accepted: number } }>(
      'GET',
      '/state',
    );
    const ready =
      sources.every((source) => source.status === 'ok') &&
      state.landing.accepted >= state.counts.leads &&
      total.spend_unconverted === 0;
    const before = seen;
    seen = JSON.stringify(teams);
    if (ready && seen === before) return true;
    await sleep(1_500);
    return null;
  });
}
