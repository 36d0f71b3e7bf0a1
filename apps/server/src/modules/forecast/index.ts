export { registerForecastRoutes } from './routes.ts';
