export { adoptLeads } from './adopt-leads.ts';
export { eraseLeads } from './erase-leads.ts';
export { intakeLeads } from './intake-leads.ts';
export { loadLeadNotice } from './lead-notice.ts';
export { listLeads } from './list-leads.ts';
export { registerLeadReportRoutes } from './report-routes.ts';
export { registerLeadsRoutes, registerProftestRoute } from './routes.ts';
export { redecideLeadsOfAds, settlePeople } from './redecide-leads.ts';
