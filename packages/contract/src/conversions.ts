import { z } from 'zod';
import { Decimal, PageQuery } from './common.ts';
import { SuccessResponse } from './session.ts';

/** `test` sends with the test code of the Events Manager; Meta counts such events too, so they are not sent again. */
export const CONVERSION_MODES = ['off', 'test', 'live'] as const;
export const ConversionMode = z.enum(CONVERSION_MODES);
export type ConversionMode = z.infer<typeof ConversionMode>;

/** A stage of the CRM that is told to Meta under this name when a deal enters it. */
export const ConversionStage = z.object({
  pipeline_id: z.string().regex(/^\d{1,18}$/),
  status_id: z.string().regex(/^\d{1,18}$/),
  event_name: z
    .string()
    .trim()
    .regex(/^[A-Za-z][A-Za-z0-9_ ]{0,39}$/, '1 to 40 Latin letters, digits, spaces and _')
    .refine((name) => name !== 'Purchase', 'purchases are told by sales, not by stages'),
});
export type ConversionStage = z.infer<typeof ConversionStage>;

export const CONVERSION_STATES = ['pending', 'claimed', 'sent', 'refused', 'in_doubt'] as const;
export const ConversionState = z.enum(CONVERSION_STATES);
export type ConversionState = z.infer<typeof ConversionState>;

/** Why an event waits, was refused, or is in doubt. */
export const CONVERSION_REASONS = [
  'consent_unknown',
  'no_identity',
  'value_unknown',
  'in_future',
  'not_reached',
  'limit',
  'stopped',
  'too_old',
  'consent_denied',
  'reversed',
  'deal_deleted',
  'rejected_by_meta',
  'no_answer',
  'process_died',
  'partly_received',
  'decided_sent',
] as const;
export const ConversionReason = z.enum(CONVERSION_REASONS);
export type ConversionReason = z.infer<typeof ConversionReason>;

const digits = z.string().regex(/^\d{1,18}$/);
const shared = {
  mode: ConversionMode,
  dataset_id: z
    .string()
    .regex(/^\d{5,20}$/)
    .nullable(),
  test_event_code: z
    .string()
    .regex(/^TEST\w{1,20}$/)
    .nullable(),
  /** Nothing that happened before is sent. Null when saving: as it was, or this moment. */
  since: z.iso.datetime().nullable(),
  /** What to do while it is unknown whether a person agreed. */
  consent_unknown: z.enum(['withhold', 'send']),
  /** The deal's field that says it, and the values of it that mean yes. */
  consent_field_id: digits.nullable(),
  consent_yes: z.array(z.string().min(1).max(100)).max(20),
  /** The deal's field with Meta's own id of a lead of its forms. */
  lead_id_field_id: digits.nullable(),
  purchases: z.boolean(),
  stages: z.array(ConversionStage).max(50),
};

/** The settings as a person sees them; the token never leaves the server. */
export const ConversionSettings = z.object({ ...shared, token_set: z.boolean() });
export type ConversionSettings = z.infer<typeof ConversionSettings>;
/** PUT /api/v1/conversions/settings (admin); without `token` the known one stays. */
export const SaveConversionSettings = z.object({
  ...shared,
  token: z.string().trim().min(8).max(500).optional(),
});
export type SaveConversionSettings = z.infer<typeof SaveConversionSettings>;

/** GET /api/v1/conversions/settings: also whether sending is stopped, why and until when (null = until it is saved anew). */
export const ConversionSettingsResponse = SuccessResponse.extend({
  settings: ConversionSettings,
  api_version: z.string(),
  stopped: z.object({ reason: z.string(), until: z.iso.datetime().nullable() }).nullable(),
});
export type ConversionSettingsResponse = z.infer<typeof ConversionSettingsResponse>;

/** What became of one event. `matched_by`: by what Meta could find the person. */
export const ConversionEvent = z.object({
  id: z.string(),
  kind: z.enum(['purchase', 'stage']),
  lead_id: z.string(),
  event_name: z.string(),
  event_time: z.iso.datetime(),
  state: ConversionState,
  reason: ConversionReason.nullable(),
  details: z.record(z.string(), z.unknown()),
  test: z.boolean(),
  matched_by: z.array(z.enum(['em', 'ph', 'fbc', 'lead_id'])),
  value: Decimal.nullable(),
  currency: z.string().nullable(),
  settled_at: z.iso.datetime().nullable(),
  claimed_at: z.iso.datetime().nullable(),
});
export type ConversionEvent = z.infer<typeof ConversionEvent>;

/** GET /api/v1/conversions (admin): the ledger, newest first, with how many there are in each state. */
export const ConversionsQuery = PageQuery.extend({ state: ConversionState.optional() });
export const ConversionsResponse = SuccessResponse.extend({
  counts: z.record(ConversionState, z.number().int()),
  events: z.array(ConversionEvent),
  next_cursor: z.string().nullable(),
});
export type ConversionsResponse = z.infer<typeof ConversionsResponse>;

/** POST /api/v1/conversions/decide (admin): a person's word on events in doubt. `send_again` may count them twice. */
export const DecideConversionsRequest = z.object({
  ids: z.array(digits).min(1).max(500),
  decision: z.enum(['sent', 'send_again']),
});
export type DecideConversionsRequest = z.infer<typeof DecideConversionsRequest>;
export const DecideConversionsResponse = SuccessResponse.extend({ decided: z.number().int() });
export type DecideConversionsResponse = z.infer<typeof DecideConversionsResponse>;
