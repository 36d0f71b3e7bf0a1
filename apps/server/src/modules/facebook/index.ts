export { registerAccountRoutes } from './account-routes.ts';
export { registerReportRoutes } from './report-routes.ts';
