import { z } from 'zod';
import { BusinessDay, Period, PeriodQuery } from './common.ts';
import { IntegrationResponse, IntegrationStatus } from './integrations.ts';
import { SuccessResponse } from './session.ts';

/** GET /api/integrations/all: every service; `overall` is the worst of those that are set up. */
export const IntegrationsResponse = SuccessResponse.extend({
  overall: IntegrationStatus,
  integrations: z.array(IntegrationResponse.omit({ success: true })),
});
export type IntegrationsResponse = z.infer<typeof IntegrationsResponse>;

/** `unknown`: nobody has told us yet; it is neither good nor bad. */
export const TokenLevel = z.enum(['ok', 'warning', 'error', 'unknown']);
export type TokenLevel = z.infer<typeof TokenLevel>;

/** A key of ours at somebody else's: whether it lives, until when, and what to do. */
export const TokenHealth = z.object({
  service: z.enum(['amocrm', 'meta', 'telegram', 'openai']),
  configured: z.boolean(),
  /** Null = nobody has told us. */
  valid: z.boolean().nullable(),
  /** Null = it does not expire, or its owner does not say. */
  expires_at: z.iso.datetime().nullable(),
  days_left: z.number().int().nullable(),
  /** The nearest of 30, 14, 7 and 1 days that has come; null while there is more time. */
  warn_days: z.union([z.literal(30), z.literal(14), z.literal(7), z.literal(1)]).nullable(),
  scopes: z.array(z.string()).nullable(),
  level: TokenLevel,
  message: z.string(),
  action: z.string().nullable(),
  checked_at: z.iso.datetime().nullable(),
});
export type TokenHealth = z.infer<typeof TokenHealth>;
/** GET /api/tokens/health */
export const TokensHealthResponse = SuccessResponse.extend({ tokens: z.array(TokenHealth) });
export type TokensHealthResponse = z.infer<typeof TokensHealthResponse>;

export const CheckStatus = z.enum(['ok', 'warning', 'error']);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** One check of what the product stands on, from its own tables: what is, why, and what to do. */
export const DiagnosticCheck = z.object({
  name: z.string(),
  status: CheckStatus,
  message: z.string(),
  cause: z.string().nullable(),
  action: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type DiagnosticCheck = z.infer<typeof DiagnosticCheck>;

/** GET /api/admin/diagnostics: the verdict alone. */
export const DiagnosticsVerdictResponse = SuccessResponse.extend({
  status: CheckStatus,
  service: z.literal('integrations-diagnostics'),
  timestamp: z.iso.datetime(),
});
/** POST /api/admin/diagnostics, and /api/admin/integrations/diagnostics */
export const DiagnosticsResponse = SuccessResponse.extend({
  data: z.object({
    overall_status: CheckStatus,
    diagnostics: z.array(DiagnosticCheck),
    summary: z.object({
      total: z.number().int(),
      ok: z.number().int(),
      warning: z.number().int(),
      error: z.number().int(),
    }),
  }),
});
export type DiagnosticsResponse = z.infer<typeof DiagnosticsResponse>;

export const SourceGapsQuery = PeriodQuery;
/** GET /api/v1/sources/gaps: how much each source gave on each business day; `days` are those with anything. */
export const SourceGapsResponse = SuccessResponse.extend({
  period: Period,
  today: BusinessDay,
  sources: z.array(
    z.object({
      key: z.enum(['amocrm', 'meta', 'landing', 'rates']),
      /** Before its first day ever a source has no gaps; null = it never gave anything. */
      first_day: BusinessDay.nullable(),
      days: z.array(z.object({ day: BusinessDay, rows: z.number().int() })),
    }),
  ),
});
export type SourceGapsResponse = z.infer<typeof SourceGapsResponse>;
