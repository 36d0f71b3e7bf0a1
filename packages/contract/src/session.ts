import { z } from 'zod';
import { TeamRef } from './common.ts';

export const ROLES = ['admin', 'analyst', 'targetologist'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** The person behind a session: a targetologist always has a team, the other roles never do. */
export const SessionUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  team: TeamRef.nullable(),
});
export type SessionUser = z.infer<typeof SessionUser>;

/** POST /api/v1/session */
export const SignInRequest = z.object({ email: z.email().max(200), password: z.string().min(1).max(200) });
/** GET and POST /api/v1/session */
export const SessionResponse = z.object({
  success: z.literal(true),
  user: SessionUser,
  academy: z.object({ name: z.string(), timezone: z.string(), currency: z.string() }),
});
export type SessionResponse = z.infer<typeof SessionResponse>;

export const SuccessResponse = z.object({ success: z.literal(true) });

/**
 * PATCH /api/v1/users/:id (admin): what is left out stays. A targetologist needs a team; a role without one loses it.
 * Who is disabled is signed out at once and cannot come back in; the last administrator cannot be lost.
 */
export const ChangeUserRequest = z
  .object({
    role: Role,
    team: z.string().nullable(),
    disabled: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type ChangeUserRequest = z.infer<typeof ChangeUserRequest>;

/** A person as administrators see them. */
export const UserAccount = SessionUser.extend({ disabled: z.boolean() });
export type UserAccount = z.infer<typeof UserAccount>;
/** PATCH of a user */
export const UserResponse = z.object({ success: z.literal(true), user: UserAccount });
export type UserResponse = z.infer<typeof UserResponse>;
/** GET /api/v1/users */
export const UsersResponse = z.object({ success: z.literal(true), users: z.array(UserAccount) });
export type UsersResponse = z.infer<typeof UsersResponse>;

/**
 * What an API token may do: `admin` everything, `read` what an analyst sees, `team:read` what a targetologist of its
 * team sees, `leads:write` only lead intake.
 */
export const TokenScope = z.enum(['admin', 'read', 'team:read', 'leads:write']);
export type TokenScope = z.infer<typeof TokenScope>;
export const ApiToken = z.object({
  id: z.number().int(),
  name: z.string(),
  scope: TokenScope,
  /** Whose rows a `team:read` token sees; null for the other scopes. */
  team: TeamRef.nullable(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
const TokenName = z.string().min(1).max(100);
/** `team`: slug of the team, for a `team:read` token and only for it. */
export const CreateTokenRequest = z
  .object({ name: TokenName, scope: TokenScope, team: z.string().max(60).optional() })
  .refine((token) => (token.scope === 'team:read') === (token.team !== undefined), {
    path: ['team'],
    message: 'a team goes with the scope team:read',
  });
export type CreateTokenRequest = z.infer<typeof CreateTokenRequest>;
/** The token itself is in this answer only: we keep its SHA-256. */
export const CreateTokenResponse = z.object({
  success: z.literal(true),
  token: z.string(),
  api_token: ApiToken,
});
export type CreateTokenResponse = z.infer<typeof CreateTokenResponse>;
export const TokensResponse = z.object({ success: z.literal(true), tokens: z.array(ApiToken) });
export type TokensResponse = z.infer<typeof TokensResponse>;
/** POST /api/v1/my-tokens: a targetologist's own token; it sees what its owner sees. */
export const CreateOwnTokenRequest = z.object({ name: TokenName });
export type CreateOwnTokenRequest = z.infer<typeof CreateOwnTokenRequest>;
