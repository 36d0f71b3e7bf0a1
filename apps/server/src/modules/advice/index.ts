export { adviceJobs } from './jobs.ts';
export { registerAdviceRoutes } from './routes.ts';
