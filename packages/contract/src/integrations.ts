import { z } from 'zod';
import { SuccessResponse } from './session.ts';

/**
 * `online` = works; `degraded` = works with a trouble that somebody should look at; `offline` = refuses us or
 * is away; `not_configured` = keys are missing, the product works without it.
 */
export const IntegrationStatus = z.enum(['online', 'degraded', 'offline', 'not_configured']);
export type IntegrationStatus = z.infer<typeof IntegrationStatus>;

/** GET /api/integrations/{service}: from what was written down at the last look, never a live call. */
export const IntegrationResponse = SuccessResponse.extend({
  service: z.string(),
  status: IntegrationStatus,
  /** What is the matter and what to do, in the caller's language. */
  message: z.string(),
  /** What the service's own checks found; its keys differ by service. */
  details: z.record(z.string(), z.unknown()),
  lastChecked: z.iso.datetime().nullable(),
});
export type IntegrationResponse = z.infer<typeof IntegrationResponse>;
