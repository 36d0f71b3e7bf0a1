export { registerModelsRoutes } from './routes.ts';
