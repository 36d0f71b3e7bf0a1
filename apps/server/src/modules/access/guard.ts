import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { forbidden } from '../../platform/errors.ts';
import { registerRequestAudit } from './audit-requests.ts';
import type { Auth } from './auth.ts';
import { type Access, mayCall, needsPrincipal, type Policy } from './policy.ts';
import { bearerToken, resolvePrincipal } from './resolve-principal.ts';
import { isSameOrigin } from './same-origin.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route: set by the access guard from the policy, never by the route itself. */
    access?: Access;
  }
}

export type GuardOptions = { auth: Auth; db: Db; clock: Clock; policy: Policy; publicUrl: string };

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Default deny. Every route must be named by the policy, and every name must be a route, or the server does not
 * start; every request is let through or refused (401, 403) before its body is read.
 *
 * @throws Error when a route exists already: Fastify would run it without the guard
 */
export function registerGuard(app: FastifyInstance, options: GuardOptions): void {
  if (app.printRoutes() !== '(empty tree)')
    throw new Error('register the access guard before the first route');
  const unclaimed = new Set(Object.keys(options.policy));
  app.addHook('onRoute', (route) => {
    const access = accessOf(route, options.policy, unclaimed);
    route.config = { ...route.config, access };
  });
  app.addHook('onReady', async () => {
    if (unclaimed.size > 0) throw new Error(`the policy names no route: ${[...unclaimed].join(', ')}`);
  });
  app.addHook('onRequest', async (request) => {
    if (!request.is404) await authorise(request, options);
  });
  registerRequestAudit(app, options);
}

function accessOf(route: RouteOptions, policy: Policy, unclaimed: Set<string>): Access {
  const table: Readonly<Record<string, Access>> = policy;
  const found = [route.method].flat().map((method) => {
    const key = `${method === 'HEAD' ? 'GET' : method} ${route.url}`;
    const access = table[key];
    if (access === undefined) throw new Error(`the policy does not name the route ${key}`);
    unclaimed.delete(key);
    return access;
  });
  const [access, ...others] = new Set(found);
  if (access === undefined || others.length > 0) throw new Error(`${route.url}: one route, several accesses`);
  return access;
}

async function authorise(request: FastifyRequest, options: GuardOptions): Promise<void> {
  const { access } = request.routeOptions.config;
  if (access === undefined) throw new Error(`${request.routeOptions.url} was registered outside the guard`);
  const mayBeForged =
    access !== 'webhook' && !SAFE_METHODS.has(request.method) && bearerToken(request) === null;
  if (mayBeForged && !isSameOrigin(request.headers, options.publicUrl))
    throw forbidden('Запрос пришёл с чужой страницы и отклонён');
  if (!needsPrincipal(access)) return;
  request.principal = await resolvePrincipal(options, request);
  if (!mayCall(access, request.principal)) throw forbidden();
}
