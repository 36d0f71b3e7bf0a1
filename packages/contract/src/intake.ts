import { z } from 'zod';
import { PageQuery, Utm } from './common.ts';

/** POST of the three AmoCRM webhooks, once the raw delivery is on disk. */
export const WebhookAck = z.object({ success: z.literal(true), delivery_id: z.string() });
/** GET of the three AmoCRM webhooks. */
export const WebhookStatus = z.object({
  success: z.literal(true),
  endpoint: z.string(),
  last_delivery_at: z.iso.datetime().nullable(),
  last_24h: z.number().int(),
});

/** One application on a landing page; `id` is the landing's own id and makes a repeat harmless. */
export const LandingLead = Utm.extend({
  id: z.union([z.string().min(1).max(100), z.number().int().nonnegative()]),
  name: z.string().max(300).nullish(),
  phone: z.string().max(60).nullish(),
  email: z.string().max(300).nullish(),
  fbclid: z.string().max(500).nullish(),
  source: z.string().min(1).max(100),
  created_at: z.iso.datetime({ offset: true }),
});
export type LandingLead = z.infer<typeof LandingLead>;
/** POST /api/landing/leads: up to 500 leads in one request. */
export const LandingLeadsRequest = z.object({ leads: z.array(LandingLead).min(1).max(500) });
export const LandingLeadsResponse = z.object({
  success: z.literal(true),
  accepted: z.number().int(),
  duplicates: z.number().int(),
});

export const DeliveryState = z.enum(['pending', 'processed', 'ignored', 'quarantined', 'failed']);
export type DeliveryState = z.infer<typeof DeliveryState>;
/** GET /api/v1/inbox: deliveries as received, newest first; bodies are not part of the list. */
export const InboxQuery = PageQuery.extend({ state: DeliveryState.optional() });
export const InboxResponse = z.object({
  success: z.literal(true),
  deliveries: z.array(
    z.object({
      id: z.string(),
      endpoint: z.string(),
      received_at: z.iso.datetime(),
      content_type: z.string().nullable(),
      bytes: z.number().int(),
      content_hash: z.string(),
      state: DeliveryState,
      outcome: z.string().nullable(),
      attempts: z.number().int(),
      processed_at: z.iso.datetime().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

/**
 * POST /api/v1/inbox/replay: puts deliveries back to be processed, as new attempts of the same deliveries.
 * Either `ids`, or a filter with at least one condition. `dry_run` (the default) only counts.
 */
export const ReplayRequest = z
  .object({
    ids: z
      .array(z.string().regex(/^\d{1,18}$/))
      .min(1)
      .max(500)
      .optional(),
    state: DeliveryState.exclude(['pending']).optional(),
    received_from: z.iso.datetime({ offset: true }).optional(),
    received_to: z.iso.datetime({ offset: true }).optional(),
    dry_run: z.boolean().default(true),
  })
  .refine(({ ids, state, received_from, received_to }) => ids ?? state ?? received_from ?? received_to, {
    message: 'say which: ids, state, received_from or received_to',
  });
export const ReplayResponse = z.object({
  success: z.literal(true),
  matched: z.number().int(),
  /** 0 in a dry run. */
  replayed: z.number().int(),
});
