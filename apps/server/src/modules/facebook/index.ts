export { registerAccountRoutes } from './account-routes.ts';
export { registerReportRoutes } from './report-routes.ts';
export { readFacebookStatus } from './read-facebook-status.ts';
