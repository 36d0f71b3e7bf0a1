export { registerAccountRoutes } from './account-routes.ts';
export { readFacebookStatus } from './read-facebook-status.ts';
export { registerReportRoutes } from './report-routes.ts';
