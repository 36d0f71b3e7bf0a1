import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Principal } from '../../platform/http/index.ts';
import type { Auth } from './auth.ts';
import { findTeam } from './teams.ts';
import { findActiveToken, noteTokenUse } from './tokens.ts';

/**
 * Who is calling. A Bearer token, when there is one, is the only thing that counts; otherwise the session cookie.
 *
 * @throws AppError unauthorized when there is neither, or it is unknown, revoked, expired, or its user disabled
 */
export async function resolvePrincipal(
  deps: { auth: Auth; db: Db; clock: Clock },
  request: FastifyRequest,
): Promise<Principal> {
  const rawToken = bearerToken(request);
  if (rawToken === null) return fromSession(deps, request);
  const token = await findActiveToken(deps.db, rawToken);
  if (!token) throw new AppError('unauthorized', 'Токен неизвестен или отозван');
  // Beside the request, not before it: reading must work where nothing can be written.
  noteTokenUse(deps, token).catch((error: unknown) =>
    request.log.warn({ err: error }, 'token use not noted'),
  );
  const { id, name, scope, team } = token;
  return { kind: 'token', id, name, scope, team };
}

/** The value of `Authorization: Bearer ...`; null without it. */
export function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

async function fromSession(
  { auth, db }: { auth: Auth; db: Db },
  request: FastifyRequest,
): Promise<Principal> {
  const { cookie } = request.headers;
  const session = cookie === undefined ? null : await auth.readSession(cookie);
  if (!session || session.user.disabled) throw new AppError('unauthorized', 'Войдите, чтобы продолжить');
  const { id, email, name, role, teamId } = session.user;
  const team = teamId === null ? null : await findTeam(db, { id: teamId });
  return { kind: 'user', id, email, name, role, team, sessionId: session.sessionId };
}
