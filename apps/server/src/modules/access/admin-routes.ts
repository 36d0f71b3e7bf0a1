import {
  AuditQuery,
  AuditResponse,
  ChangeUserRequest,
  CreateOwnTokenRequest,
  CreateTokenRequest,
  CreateTokenResponse,
  EndedResponse,
  InviteRequest,
  InviteResponse,
  InvitesResponse,
  ResetLinkResponse,
  SuccessResponse,
  TokensResponse,
  UserResponse,
  UsersResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { changeUser } from './change-user.ts';
import { endUserSessions } from './end-user-sessions.ts';
import { inviteUser, revokeInvite } from './invite-user.ts';
import { listInvites } from './links-repo.ts';
import { listAudit } from './list-audit.ts';
import { createResetLink } from './reset-link.ts';
import { createOwnToken, listOwnTokens, revokeOwnToken } from './own-tokens.ts';
import { actorOf, requirePrincipal, requireUser } from './principals.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { listUsers } from './user-repo.ts';

type Deps = {
  db: Db;
  clock: Clock;
  /** Our address as people see it: links begin with it. */
  publicUrl: string;
  academy: () => Promise<{ timezone: string }>;
};

const TokenParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const UserParams = z.object({ id: z.string().max(100) });

const InviteParams = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** What only an administrator does: people, invites, API tokens, and reading the audit log. */
export function registerAdminRoutes(app: Server, deps: Deps): void {
  registerUserRoutes(app, deps);
  registerInviteRoutes(app, deps);
  registerAuditRoute(app, deps);
  registerTokenRoutes(app, deps);
  registerOwnTokenRoutes(app, deps);
}

function registerUserRoutes(app: Server, deps: Deps): void {
  app.get('/api/v1/users', { schema: { response: { 200: UsersResponse } } }, async () => ({
    success: true as const,
    users: await listUsers(deps.db),
  }));

  const one = { params: UserParams, body: ChangeUserRequest, response: { 200: UserResponse } };
  app.patch('/api/v1/users/:id', { schema: one }, async (request) => {
    const actor = actorOf(requirePrincipal(request));
    return { success: true as const, user: await changeUser(deps, actor, request.params.id, request.body) };
  });

  const reset = { params: UserParams, response: { 201: ResetLinkResponse }, tags: ['access'] };
  app.post('/api/v1/users/:id/reset-link', { schema: reset }, async (request, reply) => {
    const actor = actorOf(requirePrincipal(request));
    const { token, expiresAt } = await createResetLink(deps, actor, request.params.id);
    reply.code(201).header('cache-control', 'no-store');
    const link = linkTo(deps.publicUrl, 'reset', token);
    return reply.send({ success: true, link, expires_at: expiresAt.toISOString() });
  });

  const sessions = { params: UserParams, response: { 200: EndedResponse }, tags: ['access'] };
  app.delete('/api/v1/users/:id/sessions', { schema: sessions }, async (request) => {
    const actor = actorOf(requirePrincipal(request));
    return { success: true as const, ended: await endUserSessions(deps, actor, request.params.id) };
  });
}

function registerInviteRoutes(app: Server, deps: Deps): void {
  const list = { response: { 200: InvitesResponse }, tags: ['access'] };
  app.get('/api/v1/invites', { schema: list }, async () => ({
    success: true as const,
    invites: await listInvites(deps),
  }));

  const schema = { body: InviteRequest, response: { 201: InviteResponse }, tags: ['access'] };
  app.post('/api/v1/invites', { schema }, async (request, reply) => {
    const actor = actorOf(requirePrincipal(request));
    const { invite, token } = await inviteUser(deps, actor, request.body);
    reply.code(201).header('cache-control', 'no-store');
    return reply.send({ success: true, invite, link: linkTo(deps.publicUrl, 'invite', token) });
  });

  const revoke = { params: InviteParams, response: { 200: SuccessResponse }, tags: ['access'] };
  app.delete('/api/v1/invites/:id', { schema: revoke }, async (request) => {
    await revokeInvite(deps, actorOf(requirePrincipal(request)), request.params.id);
    return { success: true as const };
  });
}

function linkTo(publicUrl: string, kind: 'invite' | 'reset', token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/${kind}/${token}`;
}

function registerAuditRoute(app: Server, deps: Deps): void {
  const schema = { querystring: AuditQuery, response: { 200: AuditResponse }, tags: ['access'] };
  app.get('/api/v1/audit', { schema }, async (request) => {
    const { timezone } = await deps.academy();
    return { success: true as const, ...(await listAudit(deps.db, request.query, timezone)) };
  });
}

function registerTokenRoutes(app: Server, deps: Deps): void {
  app.get('/api/v1/tokens', { schema: { response: { 200: TokensResponse } } }, async () => ({
    success: true as const,
    tokens: await listTokens(deps.db),
  }));

  const schema = { body: CreateTokenRequest, response: { 201: CreateTokenResponse } };
  app.post('/api/v1/tokens', { schema }, async (request, reply) => {
    const principal = requirePrincipal(request);
    const by = { actor: actorOf(principal), userId: principal.kind === 'user' ? principal.id : null };
    const { token, apiToken } = await createToken(deps, by, request.body);
    reply.code(201).header('cache-control', 'no-store');
    return reply.send({ success: true, token, api_token: apiToken });
  });

  const revoke = { params: TokenParams, response: { 200: SuccessResponse } };
  app.delete('/api/v1/tokens/:id', { schema: revoke }, async (request) => {
    await revokeToken(deps, actorOf(requirePrincipal(request)), request.params.id);
    return { success: true as const };
  });
}

function registerOwnTokenRoutes(app: Server, deps: Deps): void {
  const tags = ['tokens'];
  const list = { response: { 200: TokensResponse }, tags };
  app.get('/api/v1/my-tokens', { schema: list }, async (request) => ({
    success: true as const,
    tokens: await listOwnTokens(deps.db, requireUser(request).id),
  }));

  const made = { body: CreateOwnTokenRequest, response: { 201: CreateTokenResponse }, tags };
  app.post('/api/v1/my-tokens', { schema: made }, async (request, reply) => {
    const { token, apiToken } = await createOwnToken(deps, requireUser(request), request.body.name);
    reply.code(201).header('cache-control', 'no-store');
    return reply.send({ success: true, token, api_token: apiToken });
  });

  const revoke = { params: TokenParams, response: { 200: SuccessResponse }, tags };
  app.delete('/api/v1/my-tokens/:id', { schema: revoke }, async (request) => {
    await revokeOwnToken(deps, requireUser(request), request.params.id);
    return { success: true as const };
  });
}
