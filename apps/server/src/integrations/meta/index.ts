export {
  type AccountDay,
  createMetaClient,
  type MetaClient,
  type TokenState,
} from './client.ts';
export type { MetaErrorKind, MetaErrorScope } from './classify-error.ts';
export type { AdDay } from './map-insight.ts';
export { MetaError } from './meta-error.ts';
export type { AccountList, AdAccount } from './read-accounts.ts';
export type { Campaign } from './read-campaigns.ts';
export type { InsightsRange } from './read-insights.ts';
export {
  createEventSender,
  type EventRequest,
  type EventSender,
  type SendOutcome,
} from './send-events.ts';
