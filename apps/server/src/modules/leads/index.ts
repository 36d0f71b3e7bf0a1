export { intakeLeads } from './intake-leads.ts';
export { registerLeadsRoutes } from './routes.ts';
export { redecideUnattributedLeads } from './redecide-leads.ts';
