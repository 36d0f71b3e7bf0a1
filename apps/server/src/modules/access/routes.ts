import type { Server } from '../../platform/http/index.ts';
import { registerAdminRoutes } from './admin-routes.ts';
import { registerSessionRoutes, type SessionRoutesOptions } from './session-routes.ts';

/** Registers `/api/v1/session`, `/api/v1/users` and `/api/v1/tokens`. */
export function registerAccessRoutes(app: Server, options: SessionRoutesOptions): void {
  registerSessionRoutes(app, options);
  registerAdminRoutes(app, options);
}
