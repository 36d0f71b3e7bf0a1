export { registerSetupRoutes } from './routes.ts';
