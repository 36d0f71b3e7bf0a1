export { envelope, readQuestion, type ReportDeps, type ReportQuestion } from './report-query.ts';
export { registerAnalyticsRoutes } from './routes.ts';
