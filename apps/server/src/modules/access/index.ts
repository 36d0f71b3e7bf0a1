export { createAuth } from './auth.ts';
export { ensureAdminToken } from './ensure-admin-token.ts';
export { ensureFirstAdmin } from './ensure-first-admin.ts';
export { prepareDemoLogins } from './demo-logins.ts';
export { registerGuard } from './guard.ts';
export { POLICY } from './policy.ts';
export { maskPii, requirePrincipal } from './principals.ts';
export { registerAccessRoutes } from './routes.ts';
export { visibleTeam } from './visible-team.ts';
