export {
  AmocrmError,
  type AmocrmErrorKind,
  isRefusal,
  REFUSALS,
  type Refusal,
} from './amocrm-error.ts';
export { type Account, type AmocrmClient, createAmocrmClient, type LeadFilters } from './client.ts';
export type { Contact } from './contact.ts';
export { exchangeRefreshToken, type TokenPair } from './exchange-token.ts';
export type { Gate } from './gate.ts';
export type { HookProblem } from './hook-tree.ts';
export type { CrmPipeline } from './look-up.ts';
export {
  type CustomField,
  type LeadFact,
  type LeadFieldIds,
  UTM_FIELD_KEYS,
  type UtmFields,
} from './lead-fact.ts';
export { type HookEvent, isHookProblem, parseHook } from './parse-hook.ts';
export { readHookLead } from './read-hook-lead.ts';
export { longLivedToken, readTokenExpiry, type TokenSource } from './token.ts';
export type { WebhookSubscription } from './webhooks.ts';
