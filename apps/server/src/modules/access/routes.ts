import type { Server } from '../../platform/http/index.ts';
import { registerAdminRoutes } from './admin-routes.ts';
import { registerPersonRoutes } from './person-routes.ts';
import { registerSessionRoutes, type SessionRoutesOptions } from './session-routes.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

/** Registers sessions, links, users, invites, tokens and the audit log. */
export function registerAccessRoutes(
  app: Server,
  options: Omit<SessionRoutesOptions, 'throttle'> & { publicUrl: string },
): void {
  const throttle = createSignInThrottle(options);
  registerSessionRoutes(app, { ...options, throttle });
  registerPersonRoutes(app, { ...options, throttle });
  registerAdminRoutes(app, options);
}
