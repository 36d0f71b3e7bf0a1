import type { Principal } from '../../platform/http/index.ts';

/**
 * Who may call a route.
 *
 * - `open`: anyone (health, sign-in)
 * - `shell`: anyone; the web application's files, which hold no data
 * - `webhook`: anyone who knows the path's secret, which the inbox checks
 * - `person`: every signed-in person, for themselves; no token
 * - `signed-in`: every person, and tokens that read
 * - `viewer`: the same callers, but the handler must narrow a targetologist and a team's token to their own team
 *   (`visibleTeam`)
 * - `reader`: those who see all teams
 * - `admin`: administrators and admin tokens
 * - `targetologist`: people who buy traffic, for what is theirs alone
 * - `assistant`: scripts that read, by token; never a session, so that no page can use a visitor's cookie
 * - `buyer`: those who act on a team's ads: administrators, and a targetologist whom the handler narrows to their own team
 * - `leads-writer`: landing pages (`leads:write` tokens) and administrators
 */
export type Access =
  | 'open'
  | 'shell'
  | 'webhook'
  | 'person'
  | 'signed-in'
  | 'viewer'
  | 'reader'
  | 'admin'
  | 'targetologist'
  | 'assistant'
  | 'buyer'
  | 'leads-writer';

/** `GET /path` as Fastify knows the route. A HEAD twin is governed by its GET. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
export type Policy = Readonly<Record<RouteKey, Access>>;

/** Every route of the product and who may call it. A route that is not here stops the start. */
export const POLICY: Policy = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /*': 'shell',

  'POST /api/v1/session': 'open',
  'GET /api/v1/session': 'person',
  'DELETE /api/v1/session': 'person',
  'GET /api/v1/sessions': 'person',
  'DELETE /api/v1/sessions': 'person',
  'DELETE /api/v1/sessions/:id': 'person',
  'PUT /api/v1/password': 'person',
  'POST /api/v1/links/look': 'open',
  'POST /api/v1/links/use': 'open',
  'GET /api/v1/users': 'admin',
  'PATCH /api/v1/users/:id': 'admin',
  'POST /api/v1/users/:id/reset-link': 'admin',
  'DELETE /api/v1/users/:id/sessions': 'admin',
  'GET /api/v1/invites': 'admin',
  'POST /api/v1/invites': 'admin',
  'DELETE /api/v1/invites/:id': 'admin',
  'GET /api/v1/audit': 'admin',
  'GET /api/v1/tokens': 'admin',
  'POST /api/v1/tokens': 'admin',
  'DELETE /api/v1/tokens/:id': 'admin',
  'GET /api/v1/my-tokens': 'targetologist',
  'POST /api/v1/my-tokens': 'targetologist',
  'DELETE /api/v1/my-tokens/:id': 'targetologist',

  'GET /api/v1/teams': 'viewer',
  'GET /api/v1/people': 'admin',
  'POST /api/v1/people/:id/export': 'admin',
  'POST /api/v1/people/:id/erase': 'admin',
  'GET /api/v1/people/merges': 'admin',
  'POST /api/v1/people/merges/:id/undo': 'admin',
  'GET /api/v1/sources/proftest': 'reader',
  'GET /api/v1/sources/tripwire': 'reader',
  'PUT /api/v1/sources/tripwire/columns': 'admin',
  'POST /api/v1/sources/tripwire/sync': 'admin',
  'GET /api/v1/unattributed': 'reader',
  'GET /api/v1/models': 'reader',
  'GET /api/v1/setup': 'reader',
  'GET /api/v1/utm/audit': 'reader',
  'POST /api/v1/assign': 'admin',
  'DELETE /api/v1/assign/:lead_id': 'admin',
  'GET /api/v1/campaign-teams': 'reader',
  'POST /api/v1/campaign-teams': 'admin',
  'DELETE /api/v1/campaign-teams/:campaign_id': 'admin',
  'GET /api/v1/leads/:id/receipt': 'reader',
  'GET /api/v1/spend/receipt': 'reader',
  'POST /api/v1/teams': 'admin',
  'PATCH /api/v1/teams/:slug': 'admin',
  'GET /api/v1/rules': 'reader',
  'GET /api/v1/rules/versions': 'reader',
  'GET /api/v1/rules/new-values': 'reader',
  'GET /api/v1/rules/draft': 'reader',
  'PUT /api/v1/rules/draft': 'admin',
  'DELETE /api/v1/rules/draft': 'admin',
  'POST /api/v1/rules/draft/preview': 'admin',
  'POST /api/v1/rules/apply': 'admin',
  'POST /api/v1/rules/undo': 'admin',
  'GET /api/v1/rules/runs': 'reader',
  'GET /api/v1/rules/runs/:id': 'reader',
  'POST /api/v1/rules/runs/:id/cancel': 'admin',
  'GET /api/v1/rules/runs/:id/moved': 'reader',
  'GET /api/v1/overview': 'viewer',
  'GET /api/v1/trend': 'viewer',
  'GET /api/v1/funnel': 'viewer',
  'GET /api/v1/cohorts': 'viewer',
  'GET /api/v1/ads': 'viewer',
  'GET /api/v1/changes': 'viewer',
  'GET /api/v1/utm': 'viewer',
  'GET /api/v1/utm/own': 'viewer',
  'GET /api/v1/metrics': 'viewer',
  'GET /api/v1/export.csv': 'viewer',
  'GET /api/v1/export.xlsx': 'viewer',
  'GET /api/v1/leads': 'viewer',
  'GET /api/v1/leads/:id': 'viewer',
  'GET /api/v1/sales': 'viewer',
  'GET /api/v1/events': 'viewer',
  'GET /api/v1/sales/:id': 'viewer',
  'GET /api/v1/inbox': 'admin',
  'GET /api/v1/inbox/:id': 'admin',
  'DELETE /api/v1/inbox/:id': 'admin',
  'POST /api/v1/inbox/replay': 'admin',

  'GET /api/v1/forecast': 'viewer',
  'GET /api/v1/what-if': 'viewer',
  'GET /api/v1/plans': 'viewer',
  'PUT /api/v1/plans': 'admin',
  'DELETE /api/v1/plans': 'admin',
  'GET /api/v1/plans/proposals': 'reader',
  'PUT /api/v1/plans/limits': 'admin',

  'GET /api/v1/products': 'reader',
  'PUT /api/v1/products/pipelines/:id': 'admin',
  'GET /api/v1/jobs': 'admin',
  'GET /api/v1/jobs/:id': 'admin',
  'GET /api/v1/alarms': 'admin',
  'GET /api/v1/incidents': 'admin',
  'GET /api/v1/reconciliations': 'admin',
  'GET /api/v1/reconciliations/:id': 'admin',
  'POST /api/admin/amocrm/reconcile': 'admin',

  'GET /api/integrations/amocrm': 'reader',
  'GET /api/integrations/facebook': 'reader',
  'GET /metrics': 'admin',

  'GET /api/v1/telegram': 'admin',
  'PUT /api/v1/telegram/quiet-hours': 'admin',
  'POST /api/v1/telegram/codes': 'admin',
  'PATCH /api/v1/telegram/chats/:id': 'admin',
  'DELETE /api/v1/telegram/chats/:id': 'admin',
  'POST /api/v1/telegram/chats/:id/test': 'admin',

  'GET /api/v1/facebook/tree': 'reader',
  'PATCH /api/v1/facebook/accounts/:id': 'admin',
  'POST /api/v1/facebook/accounts/:id/bindings': 'admin',
  'DELETE /api/v1/facebook/accounts/:id/bindings/:binding_id': 'admin',
  'POST /api/v1/facebook/backfill': 'admin',
  'GET /api/traffic-facebook/accounts': 'reader',
  'GET /api/traffic-facebook/campaigns/:accountId': 'reader',
  'POST /api/traffic-facebook/refresh': 'admin',
  'GET /api/traffic-facebook/health': 'reader',
  'GET /api/facebook-ads/insights': 'viewer',
  'GET /api/facebook-ads/recommendations/:team': 'viewer',
  'POST /api/facebook-ads/recommendations/generate': 'buyer',
  'POST /api/facebook-ads/recommendations/:id/accept': 'buyer',
  'POST /api/facebook-ads/recommendations/:id/hide': 'buyer',
  'GET /api/v1/rates': 'reader',
  'PUT /api/v1/rates': 'admin',
  'DELETE /api/v1/rates': 'admin',
  'GET /api/integrations/all': 'reader',
  'GET /api/integrations/database': 'reader',
  'GET /api/integrations/telegram': 'reader',
  'GET /api/integrations/openai': 'reader',
  'GET /api/integrations/redis': 'reader',
  'GET /api/tokens/health': 'reader',
  'GET /api/v1/team-accounts': 'viewer',
  'GET /api/v1/sources/gaps': 'reader',
  'GET /api/admin/diagnostics': 'admin',
  'POST /api/admin/diagnostics': 'admin',
  'POST /api/admin/integrations/diagnostics': 'admin',

  'GET /api/amocrm/sales-history': 'viewer',
  'GET /api/amocrm/sales-stats': 'viewer',
  'POST /api/amocrm/test-sale-notification': 'admin',
  'GET /api/traffic-dashboard/funnel': 'viewer',
  'GET /api/traffic-dashboard/leads/total': 'viewer',
  'GET /api/traffic-dashboard/leads/by-funnel': 'viewer',
  'GET /api/traffic-dashboard/sales/total': 'viewer',
  'POST /api/traffic-dashboard/attribute': 'reader',
  'POST /api/landing/leads': 'leads-writer',
  'POST /api/admin/landing/fetch-leads': 'admin',
  'POST /api/admin/landing/sync-amocrm': 'admin',
  'POST /api/admin/amocrm/fetch-leads': 'admin',

  'POST /api/amocrm/sales-webhook': 'webhook',
  'POST /api/amocrm/sales-webhook/:secret': 'webhook',
  'POST /api/amocrm/funnel-sale': 'webhook',
  'POST /api/amocrm/funnel-sale/:secret': 'webhook',
  'POST /webhook/amocrm/traffic': 'webhook',
  'POST /webhook/amocrm/traffic/:secret': 'webhook',
  'GET /api/amocrm/sales-webhook': 'admin',
  'GET /api/amocrm/sales-webhook/:secret': 'admin',
  'GET /api/amocrm/funnel-sale': 'admin',
  'GET /api/amocrm/funnel-sale/:secret': 'admin',
  'GET /webhook/amocrm/traffic': 'admin',
  'GET /webhook/amocrm/traffic/:secret': 'admin',

  'GET /api/v1/conversions': 'admin',
  'GET /api/v1/conversions/settings': 'admin',
  'PUT /api/v1/conversions/settings': 'admin',
  'POST /api/v1/conversions/decide': 'admin',

  'POST /mcp': 'assistant',
  'GET /mcp': 'assistant',
  'DELETE /mcp': 'assistant',

  'GET /api/openapi.json': 'signed-in',
  // The reference page of @scalar/fastify-api-reference: a redirect, the page, its script.
  'GET /api/docs': 'signed-in',
  'GET /api/docs/': 'signed-in',
  'GET /api/docs/js/scalar.js': 'signed-in',
};

type Caller =
  | 'admin'
  | 'analyst'
  | 'targetologist'
  | 'token:admin'
  | 'token:read'
  | 'token:team:read'
  | 'token:leads:write';

const READERS: readonly Caller[] = ['admin', 'analyst', 'token:admin', 'token:read'];
/** Who sees own rows only: a route for them narrows its answer by `visibleTeam`. */
const OWN_ROWS: readonly Caller[] = ['targetologist', 'token:team:read'];
const CALLERS: Record<Exclude<Access, 'open' | 'shell' | 'webhook'>, readonly Caller[]> = {
  person: ['admin', 'analyst', 'targetologist'],
  'signed-in': [...READERS, ...OWN_ROWS],
  viewer: [...READERS, ...OWN_ROWS],
  reader: READERS,
  admin: ['admin', 'token:admin'],
  targetologist: ['targetologist'],
  assistant: ['token:admin', 'token:read', 'token:team:read'],
  buyer: ['admin', 'token:admin', 'targetologist'],
  'leads-writer': ['admin', 'token:admin', 'token:leads:write'],
};

/** Whether a route of this access asks who is calling at all. */
export function needsPrincipal(access: Access): access is keyof typeof CALLERS {
  return access in CALLERS;
}

/** Whether this caller may use a route of this access. */
export function mayCall(access: Access, principal: Principal): boolean {
  if (!needsPrincipal(access)) return true;
  const caller: Caller = principal.kind === 'user' ? principal.role : `token:${principal.scope}`;
  return CALLERS[access].includes(caller);
}
