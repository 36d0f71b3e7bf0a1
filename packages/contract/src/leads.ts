import { z } from 'zod';
import { PageQuery, ReportEnvelope, ReportQuery, TeamRef } from './common.ts';
import { Receipt, SaleRow } from './sales.ts';
import { UtmQuery } from './utm.ts';

/** `search`: a name, a phone, an e-mail, or the number of a deal. */
const search = z.string().trim().min(2).max(100).optional();

/** Tags of the credited touch, as the UTM report groups by them; "" = without. */
const tags = UtmQuery.pick({
  utm_source: true,
  utm_medium: true,
  utm_campaign: true,
  utm_content: true,
  utm_term: true,
}).shape;

/** `bought`: only people with an unreversed sale of this product or of a later one in the funnel; `any` = of anything. */
export const LeadsQuery = ReportQuery.extend({
  ...PageQuery.shape,
  ...tags,
  search,
  bought: z.string().max(50).optional(),
});

/** A lead as the metric counts it: a person's first application. Personal data is masked for everyone but the admin. */
export const LeadRow = z.object({
  id: z.string(),
  person_id: z.string(),
  source: z.string(),
  created_at: z.iso.datetime(),
  business_day: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  form: z.string().nullable(),
  team: TeamRef.nullable(),
  utm_source: z.string().nullable(),
  utm_campaign: z.string().nullable(),
  deal_id: z.string().nullable(),
  /** What the school has sent and how far it got; null = nothing. */
  email_state: z.enum(['sent', 'opened']).nullable(),
  sms_state: z.enum(['sent']).nullable(),
  /** Unreversed sales of the person, of teams the caller may see. */
  sales: z.number().int(),
});
export type LeadRow = z.infer<typeof LeadRow>;

/** GET /api/v1/leads: first leads of the period, newest first; `total` is the metric «leads» (null while searching). */
export const LeadsResponse = ReportEnvelope.extend({
  total: z.number().int().nullable(),
  leads: z.array(LeadRow),
  next_cursor: z.string().nullable(),
});
export type LeadsResponse = z.infer<typeof LeadsResponse>;

/** One thing that happened to a person, oldest first in the list. */
export const TimelineEntry = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['lead', 'touch', 'sale', 'reversal', 'email_sent', 'email_opened', 'sms_sent']),
  title: z.string().nullable(),
  sale_id: z.string().nullable(),
  team: TeamRef.nullable(),
  utm: z.record(z.string(), z.string().nullable()).nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** GET /api/v1/leads/:id: the lead, the receipt of its team, and everything known of its person. */
export const LeadResponse = z.object({
  success: z.literal(true),
  lead: LeadRow,
  receipt: Receipt,
  timeline: z.array(TimelineEntry),
});
export type LeadResponse = z.infer<typeof LeadResponse>;

/**
 * `rows=counted`: the very rows that the metric «sales» adds up by the asked basis, so that a number opens what it is made
 * of: sales that stand, and (by cash) reversals of this period of sales made before it, which subtract.
 */
export const SalesQuery = ReportQuery.extend({
  ...PageQuery.shape,
  ...tags,
  search,
  rows: z.enum(['made', 'counted']).default('made'),
  product: z.string().max(50).optional(),
});

/**
 * GET /api/v1/sales: sales made in the period, newest first, reversed ones marked; `total` counts the rows (null while
 * searching), `reversals` those of them that subtract: the metric is total - 2 * reversals.
 */
export const SalesResponse = ReportEnvelope.extend({
  total: z.number().int().nullable(),
  reversals: z.number().int(),
  sales: z.array(SaleRow),
  next_cursor: z.string().nullable(),
});
export type SalesResponse = z.infer<typeof SalesResponse>;
