import { fileURLToPath } from 'node:url';
import type { Context } from './context.ts';
import { POLICY, createAuth, registerAccessRoutes, registerGuard } from './modules/access/index.ts';
import { registerAnalyticsRoutes } from './modules/analytics/index.ts';
import { registerAttributionRoutes } from './modules/attribution/index.ts';
import { registerHealthRoutes } from './modules/health/index.ts';
import { createReceiver, registerInboxRoutes } from './modules/inbox/index.ts';
import { registerLeadsRoutes } from './modules/leads/index.ts';
import { bumpTopic, createBroadcast, registerLiveRoutes } from './modules/live/index.ts';
import { registerNotificationRoutes } from './modules/notifications/index.ts';
import { registerSalesRoutes } from './modules/sales/index.ts';
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
  const app = await createServer({ log, trustProxy: config.http.trustProxy, https });
  const auth = createAuth({ db, secret: config.encryptionKey, publicUrl: config.http.publicUrl, log });
  registerGuard(app, { auth, db, clock, policy: POLICY, publicUrl: config.http.publicUrl });
  await registerReference(app);
  registerHealthRoutes(app, { db, clock });
  registerAccessRoutes(app, {
    auth,
    db,
    clock,
    academy: async () => {
      const { name, timezone, currency } = await context.academy();
      return { name, timezone, currency };
    },
  });
  const receiver = createReceiver(context.pool, onDelivery);
  app.addHook('onClose', () => receiver.drain());
  await registerInboxRoutes(app, { db, clock, receiver, webhookSecret: config.amocrm.webhookSecret });
  registerLeadsRoutes(app, {
    db,
    ledger: context.ledger,
    onAccepted: () => {
      bumpTopic(db, 'leads').catch((error: unknown) => log.warn({ err: error }, 'screens not told'));
    },
  });
  registerAnalyticsRoutes(app, context);
  registerSalesRoutes(app, context);
  registerAttributionRoutes(app, { clock, rules: context.rules });
  registerNotificationRoutes(app, {
    db,
    telegram: context.telegram,
    chatIds: config.telegram?.chatIds ?? [],
    currency: async () => (await context.academy()).currency,
  });
  registerLiveRoutes(app, createBroadcast(db, log));
  await registerWebFiles(app, WEB_DIRECTORY);
  return app;
}
