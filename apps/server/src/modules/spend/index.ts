export { backfillSpend } from './backfill-spend.ts';
export { loadClaims } from './claims-repo.ts';
export { movedAdDays, recreditSpend } from './decide-ad-days.ts';
export { discoverAccounts } from './discover-accounts.ts';
export { spendFreshness } from './freshness.ts';
export { SPEND_BACKFILL, SPEND_REFRESH, spendJobs } from './jobs.ts';
export { raiseVersionAlarm } from './meta-alarms.ts';
export { registerRatesRoutes } from './rates-routes.ts';
