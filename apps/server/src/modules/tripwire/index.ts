export { eraseLearners } from './erase-learners.ts';
export { tripwireJobs } from './jobs.ts';
export { registerTripwireRoutes } from './routes.ts';
export { createTripwire, type Tripwire } from './tripwire-database.ts';
export { tripwireState } from './tripwire-state.ts';
