export { registerConversionRoutes } from './routes.ts';
export { startConversions } from './start-conversions.ts';
