export { firstLeads, madeSales } from './list-totals.ts';
export { ofTeam } from './of-team.ts';
export { envelope, readQuestion, type ReportDeps, type ReportQuestion } from './report-query.ts';
export { rollupJobs } from './rollups/jobs.ts';
export { rebuildRollups } from './rollups/refresh-rollups.ts';
export { startRollups } from './rollups/rollup-loop.ts';
export { registerAnalyticsRoutes } from './routes.ts';
