import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { accountOf } from './amocrm/account.ts';
import { HookSender } from './amocrm/hook-sender.ts';
import { RateLimiter } from './amocrm/rate-limit.ts';
import { registerAmocrm } from './amocrm/routes.ts';
import { DEFAULT_SETTINGS } from './amocrm/subscriptions.ts';
import { effectsOf } from './control/act-routes.ts';
import { FaultBook } from './control/faults.ts';
import { registerControl } from './control/routes.ts';
import { LandingPush } from './landing/push-leads.ts';
import { LiveLoop } from './live/live-loop.ts';
import { registerMeta } from './meta/routes.ts';
import { optionsSchema, type SimulatorInput, type SimulatorOptions } from './options.ts';
import { registerRates } from './rates/routes.ts';
import type { Simulation } from './simulation.ts';
import { parseSituations } from './world/situations.ts';
import { openJournal } from './state/journal.ts';
import { restoreWorld } from './state/restore.ts';
import { registerTelegram } from './telegram/routes.ts';
import { Updates } from './telegram/updates.ts';

export interface RunningSimulator {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** Every route as `METHOD /path`. */
  routes: readonly string[];
  /** Calls the control API: `control('POST', '/sales', {team: 'muha'})`. Throws when it answers no 2xx. */
  control(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Stops the server, hooks in waiting, the landing page and live events. */
  close(): Promise<void>;
}

/** Makes the world and serves it on 127.0.0.1. Throws a ZodError that lists every wrong option. */
export async function startSimulator(input: SimulatorInput): Promise<RunningSimulator> {
  const options = optionsSchema.parse(input);
  const sim = createSimulation(options);
  const routes: string[] = [];
  const app = createServer(sim, routes);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  sim.url = () => url;
  sim.landing.enqueue(sim.academy.world.leads.values());
  if (options.live) sim.live.set(true);
  return {
    url,
    port: Number(new URL(url).port),
    routes,
    control: (method, path, body) => callControl(`${url}/control${path}`, method, body),
    close: async () => {
      sim.live.close();
      sim.hooks.close();
      sim.landing.close();
      sim.updates.close();
      await app.close();
    },
  };
}

function createSimulation(options: SimulatorOptions): Simulation {
  const { academy, start, now } = restoreWorld(
    {
      preset: options.preset,
      seed: options.seed,
      anchorMs: options.anchor?.getTime(),
      historyDays: options.historyDays,
      varied: options.variedAccounts,
      planted: parseSituations(options.situations),
    },
    openJournal(options.state),
    options.clock,
  );
  const account = accountOf(academy, options.amocrmAccountId);
  const faults = new FaultBook();
  const { seed, preset } = academy;
  const hooks = new HookSender({ seed, preset, account, faults, retryScale: options.hookRetryScale, now });
  if (options.hookUrl !== undefined) hooks.subscriptions.subscribe(options.hookUrl, DEFAULT_SETTINGS, now());
  if (options.dpHookUrl !== undefined) hooks.subscriptions.subscribe(options.dpHookUrl, [], now(), true);
  const target =
    options.landingUrl === undefined ? undefined : { url: options.landingUrl, token: options.landingToken };
  const landing = new LandingPush(target, academy.world);
  let lastMessageId = 0;
  return {
    options,
    academy,
    account,
    faults,
    hooks,
    landing,
    live: new LiveLoop(academy, now, effectsOf({ landing, hooks })),
    messages: [],
    chats: new Set(options.telegramChats),
    updates: new Updates(),
    serverEvents: [],
    serverEventVersions: new Set(),
    calls: new Map(),
    limiter: new RateLimiter(),
    anchorMs: start.anchorMs,
    historyDays: start.historyDays,
    now,
    url: () => '',
    nextMessageId: () => {
      lastMessageId += 1;
      return lastMessageId;
    },
  };
}

function createServer(sim: Simulation, routes: string[]): FastifyInstance {
  const app = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true, bodyLimit: 5_000_000 });
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  app.addHook('onRequest', async ({ method, routeOptions }) => {
    const key = `${method} ${routeOptions.url ?? 'unknown'}`;
    sim.calls.set(key, (sim.calls.get(key) ?? 0) + 1);
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: FastifyRequest, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
  registerAmocrm(app, sim);
  registerMeta(app, sim);
  registerTelegram(app, sim);
  registerRates(app, sim);
  registerControl(app, sim);
  return app;
}

async function callControl(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
