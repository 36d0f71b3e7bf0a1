export { type DeliveryHandler, processDeliveries } from './process-deliveries.ts';
export { createReceiver, type Receiver } from './receive-delivery.ts';
export type { ClaimedDelivery, Outcome } from './repo.ts';
export { registerInboxRoutes } from './routes.ts';
