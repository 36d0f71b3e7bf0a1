import {
  ChangePasswordRequest,
  EndedResponse,
  LookAtLinkRequest,
  LookAtLinkResponse,
  SessionsResponse,
  SuccessResponse,
  UseLinkRequest,
  UseLinkResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { changePassword } from './change-password.ts';
import { requireUser } from './principals.ts';
import { refuseWhenTold } from './refuse-when-told.ts';
import { endSessions, listSessions } from './sessions-repo.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import { lookAtLink, useLink } from './use-link.ts';

type Deps = { db: Db; clock: Clock; throttle: SignInThrottle };

/** What a person does about their own access: links, the password, where they are signed in. */
export function registerPersonRoutes(app: Server, deps: Deps): void {
  registerLinkRoutes(app, deps);
  registerOwnSessions(app, deps);
  const schema = { body: ChangePasswordRequest, response: { 200: EndedResponse }, tags: ['access'] };
  app.put('/api/v1/password', { schema }, async (request, reply) => {
    const person = requireUser(request);
    // Whoever found an open screen must not learn the password by trying.
    const tried = { account: person.id, address: request.ip };
    refuseWhenTold(await deps.throttle.take(tried), reply);
    const { ended } = await changePassword(deps, person, request.body);
    await deps.throttle.succeeded(tried);
    return { success: true as const, ended };
  });
}

function registerLinkRoutes(app: Server, deps: Deps): void {
  const look = { body: LookAtLinkRequest, response: { 200: LookAtLinkResponse }, tags: ['access'] };
  app.post('/api/v1/links/look', { schema: look }, async (request, reply) => {
    const { kind, token } = request.body;
    refuseWhenTold(await deps.throttle.take({ account: `link ${request.ip}`, address: request.ip }), reply);
    const { email, name, expiresAt } = await lookAtLink(deps, kind, token);
    await deps.throttle.succeeded({ account: `link ${request.ip}`, address: request.ip });
    reply.header('cache-control', 'no-store');
    return { success: true as const, kind, email, name, expires_at: expiresAt.toISOString() };
  });

  const use = { body: UseLinkRequest, response: { 200: UseLinkResponse }, tags: ['access'] };
  app.post('/api/v1/links/use', { schema: use }, async (request, reply) => {
    refuseWhenTold(await deps.throttle.take({ account: `link ${request.ip}`, address: request.ip }), reply);
    const { email } = await useLink(deps, request.body);
    // Whoever held the link is the person: an attack on the account from elsewhere does not keep them out.
    await deps.throttle.succeeded({ account: email, address: request.ip });
    reply.header('cache-control', 'no-store');
    return { success: true as const, email };
  });
}

function registerOwnSessions(app: Server, deps: Deps): void {
  const list = { response: { 200: SessionsResponse }, tags: ['access'] };
  app.get('/api/v1/sessions', { schema: list }, async (request) => ({
    success: true as const,
    sessions: await listSessions(deps, requireUser(request)),
  }));

  const all = { response: { 200: EndedResponse }, tags: ['access'] };
  app.delete('/api/v1/sessions', { schema: all }, async (request) => {
    const person = requireUser(request);
    return {
      success: true as const,
      ended: await endSessions(deps.db, { userId: person.id, except: person.sessionId }),
    };
  });

  const params = z.object({ id: z.string().max(100) });
  const one = { params, response: { 200: SuccessResponse }, tags: ['access'] };
  app.delete('/api/v1/sessions/:id', { schema: one }, async (request) => {
    const person = requireUser(request);
    if ((await endSessions(deps.db, { userId: person.id, only: request.params.id })) === 0)
      throw notFound('Такого входа нет');
    return { success: true as const };
  });
}
