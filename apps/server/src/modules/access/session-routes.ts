import { SessionResponse, type SessionUser, SignInRequest, SuccessResponse } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Auth } from './auth.ts';
import { requireUser } from './principals.ts';
import { findTeam } from './teams.ts';
import { refuseWhenTold } from './refuse-when-told.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export type SessionRoutesOptions = {
  auth: Auth;
  db: Db;
  clock: Clock;
  throttle: SignInThrottle;
  /** What the screens are told about the school, from the settings. */
  academy: () => Promise<SessionResponse['academy']>;
};

/** Sign-in, "who am I", sign-out: `/api/v1/session`. */
export function registerSessionRoutes(app: Server, options: SessionRoutesOptions): void {
  const answer = async (user: SessionUser): Promise<SessionResponse> => ({
    success: true,
    user,
    academy: await options.academy(),
  });
  registerSignIn(app, options, answer);

  app.get('/api/v1/session', { schema: { response: { 200: SessionResponse } } }, async (request, reply) => {
    const { id, email, name, role, team } = requireUser(request);
    reply.header('cache-control', 'no-store');
    return answer({ id, email, name, role, team });
  });

  app.delete(
    '/api/v1/session',
    { schema: { response: { 200: SuccessResponse } } },
    async (request, reply) => {
      const { sessionId } = requireUser(request);
      const cookie = request.headers.cookie ?? '';
      reply.header('set-cookie', await options.auth.signOut({ id: sessionId, cookie }));
      return { success: true as const };
    },
  );
}

function registerSignIn(
  app: Server,
  { auth, db, throttle }: SessionRoutesOptions,
  answer: (user: SessionUser) => Promise<SessionResponse>,
): void {
  const schema = { body: SignInRequest, response: { 200: SessionResponse } };
  app.post('/api/v1/session', { schema }, async (request, reply) => {
    const { email, password } = request.body;
    const tried = { account: email, address: request.ip };
    refuseWhenTold(await throttle.take(tried), reply);
    const userAgent = request.headers['user-agent'];
    const session = await auth.signIn({ email, password }, { address: request.ip, userAgent });
    if (!session) throw new AppError('unauthorized', 'Неверная почта или пароль');
    await throttle.succeeded(tried);
    const { id, name, role, teamId } = session.user;
    const team = teamId === null ? null : await findTeam(db, { id: teamId });
    reply.header('set-cookie', session.setCookie).header('cache-control', 'no-store');
    return answer({ id, email: session.user.email, name, role, team });
  });
}
