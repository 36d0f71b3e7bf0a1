export { loadClaims } from './claims-repo.ts';
export { movedAdDays, recreditSpend } from './decide-ad-days.ts';
export { spendFreshness } from './freshness.ts';
export { spendJobs } from './jobs.ts';
