export { beat, lastHeartbeat } from './heartbeat.ts';
export { registerHealthRoutes } from './routes.ts';
export { silenceJob } from './watch-silence.ts';
export { CRM_SYNC, sourceStates } from './source-states.ts';
