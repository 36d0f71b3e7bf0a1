export { createBroadcast } from './broadcast.ts';
export { bumpTopic } from './change-counters.ts';
export { registerLiveRoutes } from './routes.ts';
