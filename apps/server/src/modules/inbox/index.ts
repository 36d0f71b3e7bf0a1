export { type DeliveryHandler, processDeliveries } from './process-deliveries.ts';
export { openSpool } from './open-spool.ts';
export { forgetBodies } from './forget-bodies.ts';
export { createReceiver } from './receive-delivery.ts';
export { createRefusalCounter, forgetOldRefusals, refusedWebhooks } from './refused-webhooks.ts';
export type { ClaimedDelivery, Outcome } from './repo.ts';
export { TEST_MARK } from './remove-test-delivery.ts';
export { registerInboxRoutes, WEBHOOK_PATHS } from './routes.ts';
