export { bindingsOf } from './accounts-repo.ts';
export { spendFreshness } from './freshness.ts';
export { spendJobs } from './jobs.ts';
export { raiseVersionAlarm } from './meta-alarms.ts';
