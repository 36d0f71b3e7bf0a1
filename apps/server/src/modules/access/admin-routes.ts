import {
  ChangeUserRequest,
  CreateOwnTokenRequest,
  CreateTokenRequest,
  CreateTokenResponse,
  CreateUserRequest,
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
import { createUser } from './create-user.ts';
import { createOwnToken, listOwnTokens, revokeOwnToken } from './own-tokens.ts';
import { actorOf, requirePrincipal, requireUser } from './principals.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { listUsers } from './user-repo.ts';

type Deps = { db: Db; clock: Clock };

const TokenParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const UserParams = z.object({ id: z.string().max(100) });

/** People and API tokens: an administrator's, and what a targetologist does with their own tokens. */
export function registerAdminRoutes(app: Server, deps: Deps): void {
  registerUserRoutes(app, deps);
  registerTokenRoutes(app, deps);
  registerOwnTokenRoutes(app, deps);
}

function registerUserRoutes(app: Server, deps: Deps): void {
  app.get('/api/v1/users', { schema: { response: { 200: UsersResponse } } }, async () => ({
    success: true as const,
    users: await listUsers(deps.db),
  }));

  const schema = { body: CreateUserRequest, response: { 201: UserResponse } };
  app.post('/api/v1/users', { schema }, async (request, reply) => {
    const user = await createUser(deps, actorOf(requirePrincipal(request)), request.body);
    return reply.code(201).send({ success: true, user: { ...user, disabled: false } });
  });

  const one = { params: UserParams, body: ChangeUserRequest, response: { 200: UserResponse } };
  app.patch('/api/v1/users/:id', { schema: one }, async (request) => {
    const actor = actorOf(requirePrincipal(request));
    return { success: true as const, user: await changeUser(deps, actor, request.params.id, request.body) };
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
