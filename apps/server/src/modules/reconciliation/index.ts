export { reconciliationJobs } from './jobs.ts';
export { registerReconciliationRoutes } from './routes.ts';
