export { FETCH_JOB as LANDING_FETCH, landingJobs } from './jobs.ts';
export { createLanding, type Landing } from './landing-database.ts';
export { registerLandingRoutes } from './routes.ts';
export { startMirror } from './mirror-loop.ts';
export { mirrorProjections } from './mirror-projections.ts';
export { readLandingRow } from './read-landing-row.ts';
export { refreshStates as refreshLandingStates } from './repo.ts';
