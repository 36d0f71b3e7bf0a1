export { ruleJobs } from './jobs.ts';
export { registerRulesRoutes } from './routes.ts';
