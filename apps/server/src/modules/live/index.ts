export { createBroadcast } from './broadcast.ts';
export { bumpTopic, readTopics } from './change-counters.ts';
export { registerLiveRoutes } from './routes.ts';
