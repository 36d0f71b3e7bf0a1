export { type PlanLine, readPlanLines } from './read-plan-lines.ts';
export { registerPlanRoutes } from './routes.ts';
