import { z } from 'zod';
import { AskedDay, BusinessDay, Decimal, TeamRef, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

/** `act_` and digits; ids of Meta have 18 digits and are text. */
export const AdAccountId = z.string().regex(/^act_\d{1,30}$/, 'act_ and digits');

/** Meta's `account_status` in words. */
export const AdAccountStatus = z.enum([
  'active',
  'disabled',
  'unsettled',
  'risk_review',
  'pending_settlement',
  'grace_period',
  'closing',
  'closed',
  'unknown',
]);
export type AdAccountStatus = z.infer<typeof AdAccountStatus>;

/** A team's claim to an account's spend of [valid_from, valid_to), days of the account's zone; null is open. */
export const AccountBinding = z.object({
  id: z.string(),
  team: TeamRef,
  valid_from: BusinessDay.nullable(),
  valid_to: BusinessDay.nullable(),
  assigned_by: z.string(),
  assigned_at: z.iso.datetime(),
});

export const AdAccount = z.object({
  account_id: AdAccountId,
  name: z.string().nullable(),
  business_id: z.string().nullable(),
  relation: z.enum(['owned', 'client', 'personal']).nullable(),
  currency: z.string().nullable(),
  /** IANA name: the days of its figures. */
  timezone: z.string().nullable(),
  status: AdAccountStatus,
  /** Whether its spend is read. What was read before stays. */
  included: z.boolean(),
  bindings: z.array(AccountBinding),
  /** Its spend is complete from this day up to this instant; null = never read. */
  read_from: BusinessDay.nullable(),
  last_sync_at: z.iso.datetime().nullable(),
  /** Why the last reading failed, in the caller's language, and since when it does. */
  error: z.object({ message: z.string(), since: z.iso.datetime() }).nullable(),
  /** What the account spent beyond its ads in the last 28 days, in its currency; null when its totals were not compared. */
  not_allocated: z.object({ days: z.number().int(), amount: Decimal }).nullable(),
});
export type AdAccount = z.infer<typeof AdAccount>;

/** GET /api/v1/facebook/tree: `business` null = accounts of no Business Manager. */
export const FacebookTreeResponse = SuccessResponse.extend({
  businesses: z.array(
    z.object({
      business: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
      accounts: z.array(AdAccount),
    }),
  ),
});
export type FacebookTreeResponse = z.infer<typeof FacebookTreeResponse>;

export const AccountParams = z.object({ id: AdAccountId });
/** PATCH /api/v1/facebook/accounts/:id */
export const IncludeAccountRequest = z.object({ included: z.boolean() });
export type IncludeAccountRequest = z.infer<typeof IncludeAccountRequest>;
export const AdAccountResponse = SuccessResponse.extend({ account: AdAccount });
export type AdAccountResponse = z.infer<typeof AdAccountResponse>;

/**
 * POST /api/v1/facebook/accounts/:id/bindings. A binding that has no end and begins earlier ends where this one begins:
 * that is how an account is handed over.
 */
export const BindAccountRequest = z.object({
  team: TeamSlug,
  valid_from: AskedDay.nullable().default(null),
  valid_to: AskedDay.nullable().default(null),
});
export type BindAccountRequest = z.infer<typeof BindAccountRequest>;
export const BindingParams = AccountParams.extend({ binding_id: z.string().regex(/^\d{1,18}$/) });
/** How many days of ads moved. Sales and leads that stand on these ads follow within a minute. */
export const BindAccountResponse = AdAccountResponse.extend({ moved_ad_days: z.number().int() });
export type BindAccountResponse = z.infer<typeof BindAccountResponse>;

/** GET /api/v1/team-accounts: a team's own ad accounts, and the key they are read with; `team` for those who see all. */
export const TeamAccountsQuery = z.object({ team: TeamSlug.optional() });
export const TeamAccountsResponse = SuccessResponse.extend({
  team: TeamRef,
  token: z.object({
    configured: z.boolean(),
    level: z.enum(['ok', 'warning', 'error', 'unknown']),
    message: z.string(),
    expires_at: z.iso.datetime().nullable(),
    days_left: z.number().int().nullable(),
    checked_at: z.iso.datetime().nullable(),
  }),
  accounts: z.array(
    AdAccount.pick({
      account_id: true,
      name: true,
      currency: true,
      status: true,
      included: true,
      last_sync_at: true,
      error: true,
    }).extend({
      /** The last day of the binding that is in force; null = it has no end. */
      until: BusinessDay.nullable(),
    }),
  ),
});
export type TeamAccountsResponse = z.infer<typeof TeamAccountsResponse>;
