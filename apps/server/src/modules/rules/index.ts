export { registerCampaignRoutes, SETTLE_JOB } from './campaign-routes.ts';
export { registerDecisionRoutes } from './decision-routes.ts';
export { ruleJobs } from './jobs.ts';
export { registerRulesRoutes } from './routes.ts';
