export { type AdAccount, createMetaClient, type DayRange, type MetaClient } from './client.ts';
export { MetaError } from './graph-request.ts';
export type { AdDay } from './map-insight.ts';
