export { crmLeadsJobs } from './jobs.ts';
export { registerCrmLeadsRoutes } from './routes.ts';
