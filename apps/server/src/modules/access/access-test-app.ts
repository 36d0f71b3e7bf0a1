import type { Role, TokenScope } from '@traffic/contract';
import { pino } from 'pino';
import type { Db } from '../../platform/database/index.ts';
import { createServer } from '../../platform/http/index.ts';
import { createAuth } from './auth.ts';
import { registerGuard } from './guard.ts';
import { hashPassword } from './password.ts';
import { POLICY, type Policy } from './policy.ts';
import { registerAccessRoutes } from './routes.ts';
import { findTeam } from './teams.ts';
import { createToken } from './tokens.ts';
import { insertUser } from './user-repo.ts';

export const PASSWORD = 'correct horse battery';
export const SECRET = 'k'.repeat(32);
export const PUBLIC_URL = 'http://localhost:3000';

/** The module's own routes, and one route of each access for the guard to prove itself on. */
const policy: Policy = {
  ...ownRoutes(),
  'POST /hook': 'webhook',
  'GET /viewer': 'viewer',
  'GET /reader': 'reader',
  'POST /leads': 'leads-writer',
  'POST /admin/act': 'admin',
};

function ownRoutes(): Policy {
  const own = /\/api\/v1\/(session|sessions|password|links|users|invites|tokens|my-tokens|audit)(\/|$)/;
  return Object.fromEntries(Object.entries(POLICY).filter(([route]) => own.test(route)));
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

/**
 * For tests: the access module behind the product's server and a real database; time stands until it is moved.
 *
 * @param database from `createTestDatabase`; `close` drops it
 */
export async function createTestApp(
  database: { db: Db; drop(): Promise<void> },
  options: { publicUrl?: string } = {},
) {
  const { publicUrl = PUBLIC_URL } = options;
  const { db } = database;
  const time = { at: Date.now() };
  const clock = { now: () => new Date(time.at) };
  const log = pino({ level: 'silent' });
  const auth = createAuth({ db, secret: SECRET, publicUrl, log });
  const app = await createServer({ log, trustProxy: false, https: publicUrl.startsWith('https:') });
  registerGuard(app, { auth, db, clock, policy, publicUrl });
  const academy = { name: 'Test Academy', timezone: 'Asia/Almaty', currency: 'KZT' };
  registerAccessRoutes(app, { auth, db, clock, publicUrl, academy: async () => academy });
  for (const url of ['/viewer', '/reader']) app.get(url, async () => ({ success: true }));
  for (const url of ['/hook', '/leads', '/admin/act']) app.post(url, async () => ({ success: true }));
  await app.ready();

  const addUser = async (email: string, role: Role, slug?: string) => {
    const team = slug === undefined ? null : await findTeam(db, { slug });
    return insertUser({ db, clock }, { email, name: email, role, team }, await hashPassword(PASSWORD));
  };
  const signIn = (
    email: string,
    password = PASSWORD,
    headers: Record<string, string> = {},
    remoteAddress = '127.0.0.1',
  ) =>
    app.inject({
      ...{ method: 'POST', url: '/api/v1/session', headers, remoteAddress },
      payload: { email, password },
    });
  return {
    app,
    db,
    clock,
    addUser,
    signIn,
    /** The `Cookie` header of a fresh session. */
    cookieOf: async (email: string) => cookieFrom((await signIn(email)).headers['set-cookie']),
    /** The `Authorization` header of a fresh token. */
    bearerOf: async (scope: TokenScope, team?: string) => {
      const by = { actor: 'system', userId: null };
      return `Bearer ${(await createToken({ db, clock }, by, { name: scope, scope, team })).token}`;
    },
    passMs: (ms: number) => {
      time.at += ms;
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

function cookieFrom(setCookie: string | string[] | undefined): string {
  return [setCookie ?? []]
    .flat()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
