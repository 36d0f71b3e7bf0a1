export { spendFreshness } from './freshness.ts';
export { spendJobs } from './jobs.ts';
