import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '../app.ts';
import { type Context, createContext } from '../context.ts';
import { ensureAdminToken } from '../modules/access/index.ts';
import { processDeliveries } from '../modules/inbox/index.ts';
import { ensureEnvironmentChats } from '../modules/notifications/index.ts';
import { handleDeliveries } from '../modules/sales/index.ts';
import { importPresetOnce } from '../modules/settings/index.ts';
import { readConfig } from '../platform/config/index.ts';
import type { Server } from '../platform/http/index.ts';
import { createLogger } from '../platform/log.ts';
import { createTestDatabase } from './test-database.ts';

const PRESET = fileURLToPath(new URL('../../../../presets/onai-academy.json', import.meta.url));
export const ADMIN_TOKEN = 'test-admin-token-test-admin-token-0';
export const WEBHOOK_SECRET = 'test-webhook-secret';

export type TestServer = {
  app: Server;
  context: Context;
  databaseUrl: string;
  /** Calls the API as the admin's script. */
  get(url: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Posts a webhook body as AmoCRM does. */
  hook(body: string, path?: string): Promise<number>;
  /** Processes everything in the inbox, as the worker would. */
  processInbox(): Promise<void>;
  close(): Promise<void>;
};

/** The real server on a database of its own with the preset imported; time stands where the clock says. */
export async function createTestServer(
  options: { env?: Record<string, string>; now?: () => Date } = {},
): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'traffic-dashboard-'));
  const config = readConfig(
    {
      NODE_ENV: 'test',
      ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key',
      ADMIN_API_TOKEN: ADMIN_TOKEN,
      AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET,
      PRESET,
      DATA_DIR: dataDir,
      ...options.env,
    },
    [],
  );
  const log = createLogger({ level: 'silent', name: 'test' });
  const clock = { now: options.now ?? (() => new Date()) };
  const context = createContext({
    config,
    db: database.db,
    clock,
    log,
  });
  await importPresetOnce(context.db, config.presetPath, clock.now());
  if (config.telegram !== null)
    await ensureEnvironmentChats(context.db, config.telegram.chatIds, clock.now());
  await ensureAdminToken({ db: context.db, clock }, config.adminApiToken);
  const app = await createApp(context);
  return {
    app,
    context,
    databaseUrl: database.url,
    async get(url) {
      const answer = await app.inject({ url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
    },
    async hook(body, path = '/api/amocrm/sales-webhook') {
      const answer = await app.inject({
        method: 'POST',
        url: `${path}/${WEBHOOK_SECRET}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'amoCRM-Webhooks/3.0' },
        payload: body,
      });
      return answer.statusCode;
    },
    async processInbox() {
      const ledger = await context.ledger();
      const handle: Parameters<typeof processDeliveries>[0]['handle'] = (trx, deliveries) =>
        handleDeliveries(trx, ledger, config.amocrm.accountId, deliveries);
      while (await processDeliveries({ ...context, handle }));
    },
    async close() {
      await app.close();
      await context.cache.close();
      await context.landing.close();
      await context.tripwire.close();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A person as a test lets them in. */
export type NewPerson = { email: string; name: string; role: string; team?: string; password: string };

/** Lets a person in as the product does: an administrator invites, they use the link. */
export async function letIn(app: Server, { name, password, ...invite }: NewPerson): Promise<void> {
  const invited = await app.inject({
    method: 'POST',
    url: '/api/v1/invites',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: invite,
  });
  if (invited.statusCode !== 201) throw new Error(`${invite.role} was not invited: ${invited.body}`);
  const token = invited.json<{ link: string }>().link.split('/').at(-1);
  const used = await app.inject({
    method: 'POST',
    url: '/api/v1/links/use',
    payload: { kind: 'invite', token, name, password },
  });
  if (used.statusCode !== 200) throw new Error(`${invite.role} did not come in: ${used.body}`);
}

function appendUtm(body: URLSearchParams, base: string, utm: Record<string, string>): void {
  for (const [position, [code, value]] of Object.entries(utm).entries()) {
    const field = `${base}[custom_fields][${position}]`;
    body.append(`${field}[id]`, String(900_000 + position));
    body.append(`${field}[name]`, code);
    body.append(`${field}[code]`, code.toUpperCase());
    body.append(`${field}[values][0][value]`, value);
  }
}

/** Fields of a deal in a hook; `utm` becomes custom fields. */
export type HookLead = { [field: string]: string | number | Record<string, string> };

/** A webhook body as AmoCRM writes it: percent-encoded bracket keys, every value a string. */
export function leadHook(
  action: 'add' | 'update' | 'status' | 'delete' | 'restore',
  ...leads: HookLead[]
): string {
  const body = new URLSearchParams();
  body.append('account[subdomain]', 'onaiagencykz');
  body.append('account[id]', '30000001');
  for (const [index, lead] of leads.entries()) {
    const base = `leads[${action}][${index}]`;
    for (const [key, value] of Object.entries(lead))
      if (typeof value === 'object') appendUtm(body, base, value);
      else body.append(`${base}[${key}]`, String(value));
  }
  return body.toString();
}
