export { registerLeadsRoutes } from './routes.ts';
