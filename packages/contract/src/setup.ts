import { z } from 'zod';
import { SuccessResponse } from './session.ts';

/** What must be true before every figure of the product is, in the order in which one sets it up. */
export const SETUP_STEPS = [
  'amocrm',
  'webhooks',
  'first_hook',
  'products',
  'meta',
  'accounts',
  'rates',
  'telegram',
  'first_lead',
  'first_sale',
  'users',
] as const;

/**
 * - `done` true now
 * - `waiting` comes by itself: nothing to do
 * - `todo` a person must act
 * - `failed` was set up and does not work
 */
export const SetupState = z.enum(['done', 'waiting', 'todo', 'failed']);
export type SetupState = z.infer<typeof SetupState>;

export const SetupStep = z.object({
  key: z.enum(SETUP_STEPS),
  state: SetupState,
  /** What is true now. */
  message: z.string(),
  /** Why it is not done; null when it is. */
  cause: z.string().nullable(),
  /** The one thing to do next; null when nothing is. */
  action: z.string().nullable(),
  /** The page where it is done; null when it is done outside the product. */
  page: z
    .enum(['integrations', 'inbox', 'products', 'facebook', 'rates', 'notifications', 'tokens', 'users'])
    .nullable(),
  /** When the thing first happened, where it is an event. */
  at: z.iso.datetime().nullable(),
});
export type SetupStep = z.infer<typeof SetupStep>;

/** GET /api/v1/setup: the first-run checklist, from what is written down now; no other service is asked. */
export const SetupResponse = SuccessResponse.extend({
  steps: z.array(SetupStep),
  done: z.number().int(),
  /** Whether there is anything to show yet: a lead, a sale or a day of spend, of any time. */
  has_data: z.boolean(),
  checked_at: z.iso.datetime(),
});
export type SetupResponse = z.infer<typeof SetupResponse>;
