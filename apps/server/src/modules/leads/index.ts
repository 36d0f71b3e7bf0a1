export { adoptLeads } from './adopt-leads.ts';
export { intakeLeads } from './intake-leads.ts';
export { registerLeadsRoutes, registerProftestRoute } from './routes.ts';
export { redecideUnattributedLeads, settlePeople } from './redecide-leads.ts';
