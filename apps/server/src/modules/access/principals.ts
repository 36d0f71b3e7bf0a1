import type { FastifyRequest } from 'fastify';
import { forbidden } from '../../platform/errors.ts';
import type { Principal } from '../../platform/http/index.ts';

export type UserPrincipal = Extract<Principal, { kind: 'user' }>;

/**
 * The caller of a guarded route.
 *
 * @throws Error on a route that the policy leaves open: asking there is our mistake
 */
export function requirePrincipal(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error(`${request.routeOptions.url} does not know its caller`);
  return request.principal;
}

/**
 * The signed-in person.
 *
 * @throws AppError forbidden when the caller is a script with a token
 */
export function requireUser(request: FastifyRequest): UserPrincipal {
  const principal = requirePrincipal(request);
  if (principal.kind !== 'user') throw forbidden('Это доступно только вошедшему пользователю, не токену');
  return principal;
}

export function isAdmin(principal: Principal): boolean {
  return principal.kind === 'user' ? principal.role === 'admin' : principal.scope === 'admin';
}

/** Whether buyers' names, phones and e-mails must be masked for this caller: for everyone but an admin. */
export function maskPii(principal: Principal): boolean {
  return !isAdmin(principal);
}

/** The caller as the audit log names it: by id, without personal data. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
