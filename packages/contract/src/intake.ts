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
  /** Whether the person agreed that advertising systems are told of their purchase; absent = the page did not ask. */
  marketing_consent: z.boolean().nullish(),
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
/** Which deliveries: every condition given must hold. `outcome` is a part of the outcome's text, in any case. */
const DeliveryFilter = z.object({
  state: DeliveryState.optional(),
  endpoint: z.string().max(100).optional(),
  outcome: z.string().min(1).max(200).optional(),
  received_from: z.iso.datetime({ offset: true }).optional(),
  received_to: z.iso.datetime({ offset: true }).optional(),
});
export type DeliveryFilter = z.infer<typeof DeliveryFilter>;

/** What became of a delivery, by code, with what belongs into the words; `detail` is the server's own, in English. */
export const DeliveryReason = z.object({
  code: z.enum([
    'deals',
    'no_deals',
    'no_events',
    'foreign_account',
    'too_large',
    'too_deep',
    'too_many_keys',
    'bad_json',
    'failed',
    'unknown',
  ]),
  /** Deals it told of, and those of them that changed. */
  deals: z.number().int().nullable(),
  changed: z.number().int().nullable(),
  detail: z.string().nullable(),
});
export type DeliveryReason = z.infer<typeof DeliveryReason>;

/** One delivery without its body; `attempts` counts since the last replay. */
const Delivery = z.object({
  id: z.string(),
  endpoint: z.string(),
  received_at: z.iso.datetime(),
  content_type: z.string().nullable(),
  bytes: z.number().int(),
  content_hash: z.string(),
  state: DeliveryState,
  /** The server's own record of it, which the filter searches. */
  outcome: z.string().nullable(),
  reason: DeliveryReason.nullable(),
  attempts: z.number().int(),
  processed_at: z.iso.datetime().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/**
 * GET /api/v1/inbox: deliveries as received, newest first; bodies are not part of the list. Dead letters, which
 * failed for the last time, are `state=failed`; how many there are is said with every page.
 */
export const InboxQuery = DeliveryFilter.extend(PageQuery.shape);
export const InboxResponse = z.object({
  success: z.literal(true),
  deliveries: z.array(Delivery),
  dead_letters: z.number().int(),
  next_cursor: z.string().nullable(),
});
export type InboxResponse = z.infer<typeof InboxResponse>;

/**
 * GET /api/v1/inbox/:id: what came, field by field in its order. Names, phones and e-mails are masked and secrets
 * removed, for everybody: the raw body leaves the database only to be processed.
 */
export const DeliveryResponse = z.object({
  success: z.literal(true),
  delivery: Delivery.extend({
    request_id: z.string(),
    next_attempt_at: z.iso.datetime().nullable(),
    headers: z.record(z.string(), z.string()),
    body: z.object({
      format: z.enum(['form', 'json', 'text', 'empty']),
      fields: z.array(z.object({ key: z.string(), value: z.string() })),
      /** More fields, or longer values, came than are shown. */
      truncated: z.boolean(),
    }),
    /** Every attempt so far, the first one first. */
    history: z.array(
      z.object({
        number: z.number().int(),
        at: z.iso.datetime(),
        state: DeliveryState.exclude(['pending']),
        outcome: z.string().nullable(),
        reason: DeliveryReason.nullable(),
      }),
    ),
  }),
});
export type DeliveryResponse = z.infer<typeof DeliveryResponse>;

/**
 * POST /api/v1/inbox/replay: puts deliveries back to be processed, as new attempts of the same deliveries.
 * Either `ids`, or a filter with at least one condition. `dry_run` (the default) only counts.
 */
export const ReplayRequest = DeliveryFilter.extend({
  ids: z
    .array(z.string().regex(/^\d{1,18}$/))
    .min(1)
    .max(500)
    .optional(),
  state: DeliveryState.exclude(['pending']).optional(),
  dry_run: z.boolean().default(true),
}).refine(({ dry_run: _, ...conditions }) => Object.values(conditions).some((one) => one !== undefined), {
  message: 'say which: ids, state, endpoint, outcome, received_from or received_to',
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;
export const ReplayResponse = z.object({
  success: z.literal(true),
  matched: z.number().int(),
  /** 0 in a dry run. */
  replayed: z.number().int(),
});
export type ReplayResponse = z.infer<typeof ReplayResponse>;
