import { Role } from '@traffic/contract';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { hashPassword, verifyPassword } from './password.ts';

const SESSION_DAYS = 14;
/** The header that carries the caller's address to the library: set by us only, so nobody can spoof it. */
const ADDRESS_HEADER = 'x-client-address';

/** A user as sessions know them. */
export type AuthUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  teamId: number | null;
  disabled: boolean;
};

/** Sessions and passwords. The only door to better-auth: the rest of the product does not know the library. */
export type Auth = {
  /**
   * Checks the password and opens a session of 14 days. An unknown e-mail costs as much time as a wrong password.
   *
   * @returns the user and the cookies to set; null when e-mail and password do not match
   * @throws AppError forbidden when they do, but the user is disabled
   */
  signIn(
    credentials: { email: string; password: string },
    client: { address: string; userAgent: string | undefined },
  ): Promise<{ user: AuthUser; setCookie: string[] } | null>;
  /** The session behind a `Cookie` header, read from the database each time: a deleted session is dead at once. */
  readSession(cookie: string): Promise<{ sessionId: string; user: AuthUser } | null>;
  /** Ends a session. Returns the cookies that make the browser forget it. */
  signOut(session: { id: string; cookie: string }): Promise<string[]>;
};

/**
 * @param secret signs the session cookie. The database holds the session's token without that signature, so a
 *   stolen copy of it opens no session.
 * @param publicUrl https makes the cookie `Secure`
 */
export function createAuth(options: { db: Db; secret: string; publicUrl: string; log: Logger }): Auth {
  const library = createLibrary(options);
  return {
    async signIn(body, client) {
      const headers = new Headers({ [ADDRESS_HEADER]: client.address, 'user-agent': client.userAgent ?? '' });
      const answer = await library.api
        .signInEmail({ body, headers, returnHeaders: true })
        .catch((error: unknown) => nullWhenRefused(error));
      if (answer === null) return null;
      return { user: toAuthUser(answer.response.user), setCookie: answer.headers.getSetCookie() };
    },
    async readSession(cookie) {
      const found = await library.api
        .getSession({ headers: new Headers({ cookie }) })
        .catch((error: unknown) => failedLookup(error));
      return found && { sessionId: found.session.id, user: toAuthUser(found.user) };
    },
    async signOut(session) {
      // The library only logs a failed delete; a person who signed out must not stay signed in.
      await options.db.deleteFrom('sessions').where('id', '=', session.id).execute();
      const answer = await library.api.signOut({
        headers: new Headers({ cookie: session.cookie }),
        returnHeaders: true,
      });
      return answer.headers.getSetCookie();
    },
  };
}

function createLibrary({ db, secret, publicUrl, log }: Parameters<typeof createAuth>[0]) {
  return betterAuth({
    baseURL: publicUrl,
    secret,
    telemetry: { enabled: false },
    // Its routes are not mounted: ours call `api`, so that default deny, our throttle and error shape hold.
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...details: unknown[]) =>
        log.error({ library: 'better-auth', err: details[0] }, message),
    },
    database: { db, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    ...tables,
    databaseHooks: { session: { create: { before: (session) => refuseDisabled(db, session.userId) } } },
    advanced: {
      cookiePrefix: 'traffic',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // The tables are ours and tested; one query instead of two for every request of a signed-in person.
      database: { validateSchema: false, joins: true },
    },
  });
}

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** Our tables under the library's names. Roles are only ever written by our own verbs (`input: false`). */
const tables = {
  user: {
    modelName: 'users',
    fields: { ...stamps, emailVerified: 'email_verified' },
    additionalFields: {
      role: { type: 'string', required: true, input: false },
      teamId: { type: 'number', required: false, input: false, fieldName: 'team_id' },
      disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
    },
  },
  session: {
    modelName: 'sessions',
    fields: {
      ...stamps,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
    expiresIn: SESSION_DAYS * 24 * 60 * 60,
    // A GET writes nothing: the fourteen days are counted from the sign-in.
    disableSessionRefresh: true,
    cookieCache: { enabled: false },
  },
  account: {
    modelName: 'accounts',
    fields: {
      ...stamps,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'verifications', fields: { ...stamps, expiresAt: 'expires_at' } },
} as const;

/** Runs after the password was found right: only then may the answer say that the account is disabled. */
async function refuseDisabled(db: Db, userId: string): Promise<void> {
  const user = await db.selectFrom('users').select('disabled_at').where('id', '=', userId).executeTakeFirst();
  if (user?.disabled_at) throw new AppError('forbidden', 'Доступ отключён: обратитесь к администратору');
}

function nullWhenRefused(error: unknown): null {
  if (error instanceof APIError && error.statusCode === 401) return null;
  throw error;
}

/** The library answers any failure of the database with its own 500 and hides the cause. */
function failedLookup(error: unknown): never {
  throw new AppError('unavailable', 'Не удалось проверить вход, попробуйте через минуту', { cause: error });
}

type LibraryUser = {
  id: string;
  email: string;
  name: string;
  role?: unknown;
  teamId?: number | null | undefined;
  disabledAt?: Date | null | undefined;
};

function toAuthUser(user: LibraryUser): AuthUser {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: Role.parse(user.role),
    teamId: user.teamId ?? null,
    disabled: Boolean(user.disabledAt),
  };
}
