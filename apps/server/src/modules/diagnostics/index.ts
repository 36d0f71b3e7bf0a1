export { registerDiagnosticsRoutes } from './routes.ts';
