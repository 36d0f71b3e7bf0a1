export { createCrmClient, keepsakePath } from './create-crm-client.ts';
export { crmWatchJobs } from './jobs.ts';
export { hookAddresses, type HookState, type HookVerdict } from './judge-hooks.ts';
export { readCrmStatus } from './read-crm-status.ts';
export { registerCrmRoutes } from './routes.ts';
export { standingRefusal } from './standing-refusal.ts';
export { sealedTokensOpen } from './sealed-tokens-open.ts';
export { type Subscribed, subscribeWebhooks } from './subscribe-webhooks.ts';
export { TOKENS_PURPOSE } from './token-repo.ts';
