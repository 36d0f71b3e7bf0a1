export { registerConversionRoutes } from './routes.ts';
export { startConversions } from './start-conversions.ts';
export { CONVERSIONS_PURPOSE } from './settings.ts';
