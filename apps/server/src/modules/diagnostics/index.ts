export { readTelegram } from './integrations.ts';
export { registerDiagnosticsRoutes } from './routes.ts';
