import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from './context.ts';
import { POLICY, createAuth, registerAccessRoutes, registerGuard } from './modules/access/index.ts';
import { registerAdviceRoutes } from './modules/advice/index.ts';
import { registerAnalyticsRoutes } from './modules/analytics/index.ts';
import { registerMcpRoutes } from './modules/assistant/index.ts';
import { registerAttributionRoutes } from './modules/attribution/index.ts';
import { registerConversionRoutes } from './modules/conversions/index.ts';
import { registerCrmRoutes } from './modules/crm/index.ts';
import { registerCrmLeadsRoutes } from './modules/crm-leads/index.ts';
import { registerDiagnosticsRoutes } from './modules/diagnostics/index.ts';
import { registerHealthRoutes } from './modules/health/index.ts';
import {
  createReceiver,
  createRefusalCounter,
  openSpool,
  registerInboxRoutes,
} from './modules/inbox/index.ts';
import { registerForecastRoutes } from './modules/forecast/index.ts';
import { registerLandingRoutes } from './modules/landing/index.ts';
import { registerAccountRoutes, registerReportRoutes } from './modules/facebook/index.ts';
import { registerExportRoutes } from './modules/exports/index.ts';
import {
  registerLeadReportRoutes,
  registerLeadsRoutes,
  registerProftestRoute,
} from './modules/leads/index.ts';
import { bumpTopic, createBroadcast, registerLiveRoutes } from './modules/live/index.ts';
import { registerModelsRoutes } from './modules/models/index.ts';
import { registerNotificationRoutes } from './modules/notifications/index.ts';
import { registerOperationsRoutes } from './modules/operations/index.ts';
import { registerPeopleRoutes } from './modules/people/index.ts';
import { registerPlanRoutes } from './modules/plans/index.ts';
import { registerPrivacyRoutes } from './modules/privacy/index.ts';
import { registerReconciliationRoutes } from './modules/reconciliation/index.ts';
import {
  registerCampaignRoutes,
  registerDecisionRoutes,
  registerRulesRoutes,
} from './modules/rules/index.ts';
import { registerProductRoutes, registerSalesRoutes } from './modules/sales/index.ts';
import { registerSetupRoutes } from './modules/setup/index.ts';
import { registerRatesRoutes } from './modules/spend/index.ts';
import { registerTripwireRoutes } from './modules/tripwire/index.ts';
import { registerWhatIfRoutes } from './modules/what-if/index.ts';
import { startLoop } from './platform/loop.ts';
import { createServer, registerReference, registerWebFiles, type Server } from './platform/http/index.ts';

const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url));

/**
 * The HTTP side of the product: every route of every module behind the access guard.
 *
 * @param onDelivery called after deliveries are committed, so that a worker in this process starts at once
 */
export async function createApp(context: Context, onDelivery: () => void = () => {}): Promise<Server> {
  const { config, db, clock, log } = context;
  const https = config.http.publicUrl.startsWith('https:');
  const { drain, metrics, tracer } = context;
  const app = await createServer({ log, trustProxy: config.http.trustProxy, https, drain, metrics, tracer });
  const auth = createAuth({ db, secret: config.encryptionKey, publicUrl: config.http.publicUrl, log });
  registerGuard(app, { auth, db, clock, policy: POLICY, publicUrl: config.http.publicUrl });
  await registerReference(app);
  registerHealthRoutes(app, { db, clock, metrics, drain });
  registerAccessRoutes(app, {
    publicUrl: config.http.publicUrl,
    auth,
    db,
    clock,
    academy: async () => {
      const { name, timezone, currency } = await context.academy();
      return { name, timezone, currency };
    },
  });
  await registerInbox(app, context, onDelivery);
  registerCrmRoutes(app, { db, clock, keys: config.amocrmApi });
  registerExportRoutes(app, context);
  registerLeadReportRoutes(app, context);
  registerLeadsRoutes(app, {
    db,
    clock,
    ledger: context.ledger,
    onAccepted: () => {
      bumpTopic(db, 'leads').catch((error: unknown) => log.warn({ err: error }, 'screens not told'));
    },
  });
  registerLandingRoutes(app, context);
  registerCrmLeadsRoutes(app, context);
  registerAnalyticsRoutes(app, context);
  registerAdviceRoutes(app, context);
  registerSalesRoutes(app, context);
  registerProductRoutes(app, context);
  registerAttributionRoutes(app, { clock, rules: context.rules });
  registerPeopleRoutes(app, context);
  registerPrivacyRoutes(app, context);
  registerProftestRoute(app, context);
  registerTripwireRoutes(app, context);
  registerRulesRoutes(app, context);
  registerDecisionRoutes(app, context);
  registerCampaignRoutes(app, context);
  registerModelsRoutes(app, context);
  registerNotificationRoutes(app, {
    db,
    clock,
    log,
    telegram: context.telegram,
    currency: async () => (await context.academy()).currency,
  });
  registerAccountRoutes(app, context);
  registerReportRoutes(app, { ...context, configured: config.meta !== null });
  registerRatesRoutes(app, context);
  registerForecastRoutes(app, context);
  registerPlanRoutes(app, context);
  registerWhatIfRoutes(app, context);
  registerOperationsRoutes(app, context);
  registerDiagnosticsRoutes(app, context);
  registerReconciliationRoutes(app, context);
  registerConversionRoutes(app, context);
  registerMcpRoutes(app, { clock, publicUrl: config.http.publicUrl });
  registerSetupRoutes(app, context);
  registerLiveRoutes(app, createBroadcast(db, log));
  await registerWebFiles(app, WEB_DIRECTORY);
  return app;
}

/** What a worker without HTTP answers on WORKER_PORT. The same guard, and nothing else behind it. */
const WORKER_POLICY = { 'GET /healthz': 'open', 'GET /readyz': 'open', 'GET /metrics': 'admin' } as const;

/** The small HTTP side of a worker: is it alive, and what does it count. */
export async function createWorkerApp({ config, db, clock, log, metrics, drain }: Context): Promise<Server> {
  const app = await createServer({ log, trustProxy: false, https: false, drain, metrics });
  const { publicUrl } = config.http;
  const auth = createAuth({ db, secret: config.encryptionKey, publicUrl, log });
  registerGuard(app, { auth, db, clock, policy: WORKER_POLICY, publicUrl });
  registerHealthRoutes(app, { db, clock, metrics, drain });
  return app;
}

const SPOOL_LOOK_MS = 1_000;

/** The webhooks and what stands behind them: group commit, the spool, and its way back into the database. */
async function registerInbox(app: Server, context: Context, onStored: () => void): Promise<void> {
  const { config, db, clock, log } = context;
  const { spool, release } = await openSpool(join(config.dataDir, 'spool'));
  const receiver = createReceiver({ db, spool, log, onStored });
  // What an earlier process left is older than what comes now. With the database away the spool goes on.
  await receiver.drainSpool().catch((error: unknown) => log.error({ err: error }, 'spool not drained yet'));
  const drain = startLoop({
    name: 'spool',
    idleMs: SPOOL_LOOK_MS,
    log,
    turn: async () => {
      await receiver.drainSpool();
      return false;
    },
  });
  app.addHook('onClose', async () => {
    await drain.stop();
    await receiver.close();
    release();
  });
  const refusals = createRefusalCounter({ db, clock, log });
  app.addHook('onClose', () => refusals.flush());
  await registerInboxRoutes(app, {
    ...{ db, clock, receiver, refusals },
    webhookSecret: config.amocrm.webhookSecret,
  });
}
