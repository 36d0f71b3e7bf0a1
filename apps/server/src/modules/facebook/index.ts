export { registerAccountRoutes } from './account-routes.ts';
export { readFacebookStatus } from './read-facebook-status.ts';
export { readAccounts } from './read-tree.ts';
export { registerReportRoutes } from './report-routes.ts';
