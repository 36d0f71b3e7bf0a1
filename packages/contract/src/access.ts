import { z } from 'zod';
import { TeamRef } from './common.ts';
import { Role } from './session.ts';

/** A new password: long, and not one character over and over. */
export const NewPassword = z
  .string()
  .min(12)
  .max(200)
  .refine((password) => new Set(password).size >= 5, 'at least five different characters');

/** POST /api/v1/invites (admin) */
export const InviteRequest = z
  .object({ email: z.email().max(200), role: Role, team: z.string().optional() })
  .refine((invite) => (invite.role === 'targetologist') === (invite.team !== undefined), {
    message: 'a targetologist needs a team; other roles have none',
    path: ['team'],
  });
export type InviteRequest = z.infer<typeof InviteRequest>;

/** An invite that waits: nobody used it, nobody took it back, its time is not over. */
export const Invite = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  team: TeamRef.nullable(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});
export type Invite = z.infer<typeof Invite>;
/** GET /api/v1/invites (admin) */
export const InvitesResponse = z.object({ success: z.literal(true), invites: z.array(Invite) });
export type InvitesResponse = z.infer<typeof InvitesResponse>;
/** The link is in this answer only: we keep the SHA-256 of its token. */
export const InviteResponse = z.object({ success: z.literal(true), invite: Invite, link: z.string() });
export type InviteResponse = z.infer<typeof InviteResponse>;
/** POST /api/v1/users/:id/reset-link (admin); the link is in this answer only */
export const ResetLinkResponse = z.object({
  success: z.literal(true),
  link: z.string(),
  expires_at: z.iso.datetime(),
});
export type ResetLinkResponse = z.infer<typeof ResetLinkResponse>;

export const LinkKind = z.enum(['invite', 'reset']);
export type LinkKind = z.infer<typeof LinkKind>;
const LinkToken = z.string().min(20).max(100);
/** POST /api/v1/links/look: in the body, so that the token stands in no log of addresses */
export const LookAtLinkRequest = z.object({ kind: LinkKind, token: LinkToken });
export const LookAtLinkResponse = z.object({
  success: z.literal(true),
  kind: LinkKind,
  email: z.string(),
  /** The person's name as it is; null when the link is to make one. */
  name: z.string().nullable(),
  expires_at: z.iso.datetime(),
});
export type LookAtLinkResponse = z.infer<typeof LookAtLinkResponse>;
/** POST /api/v1/links/use: works once. An invite needs a name, a reset takes none. */
export const UseLinkRequest = z
  .object({
    kind: LinkKind,
    token: LinkToken,
    name: z.string().trim().min(1).max(100).optional(),
    password: NewPassword,
  })
  .refine((use) => (use.kind === 'invite') === (use.name !== undefined), {
    message: 'an invite needs a name',
    path: ['name'],
  });
export type UseLinkRequest = z.infer<typeof UseLinkRequest>;
export const UseLinkResponse = z.object({ success: z.literal(true), email: z.string() });
export type UseLinkResponse = z.infer<typeof UseLinkResponse>;

/** PUT /api/v1/password: one's own; every other session of the person ends */
export const ChangePasswordRequest = z.object({
  current_password: z.string().min(1).max(200),
  password: NewPassword,
});
export type ChangePasswordRequest = z.infer<typeof ChangePasswordRequest>;

/** One place where a person is signed in. */
export const OpenSession = z.object({
  id: z.string(),
  /** The session that asks. */
  current: z.boolean(),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});
export type OpenSession = z.infer<typeof OpenSession>;
/** GET /api/v1/sessions: one's own, the newest first */
export const SessionsResponse = z.object({ success: z.literal(true), sessions: z.array(OpenSession) });
export type SessionsResponse = z.infer<typeof SessionsResponse>;
/** DELETE /api/v1/sessions (all others of one's own) and /api/v1/users/:id/sessions (admin) */
export const EndedResponse = z.object({ success: z.literal(true), ended: z.number().int() });
export type EndedResponse = z.infer<typeof EndedResponse>;

/** One act, as the audit log keeps it. */
export const AuditRow = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** `user:<id>`, `token:<id>` or `system`. */
  actor: z.string(),
  /** The person's or token's name as it is now; null for `system` and for who is gone. */
  actor_name: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  request_id: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof AuditRow>;
/** GET /api/v1/audit (admin): the newest first. `q` finds in actor, action and subject. */
export const AuditQuery = z.object({
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  start: z.iso.date().optional(),
  end: z.iso.date().optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditResponse = z.object({
  success: z.literal(true),
  rows: z.array(AuditRow),
  /** What happened at all, for a filter. */
  actions: z.array(z.string()),
  next_cursor: z.string().nullable(),
});
export type AuditResponse = z.infer<typeof AuditResponse>;
