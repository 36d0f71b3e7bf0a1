export { registerWhatIfRoutes } from './routes.ts';
