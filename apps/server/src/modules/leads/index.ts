export { intakeLeads } from './intake-leads.ts';
export { registerLeadsRoutes } from './routes.ts';
export { redecideUnattributedLeads } from './redecide-leads.ts';
export { listLeads } from './list-leads.ts';
