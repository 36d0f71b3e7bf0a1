export { beat, lastHeartbeat } from './heartbeat.ts';
export { registerHealthRoutes } from './routes.ts';
export { CRM_SYNC, sourceStates } from './source-states.ts';
