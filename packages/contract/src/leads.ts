import { z } from 'zod';
import { PageQuery, ReportEnvelope, ReportQuery, TeamRef } from './common.ts';
import { Receipt, SaleRow } from './sales.ts';

/** `search`: a name, a phone, an e-mail, or the number of a deal. */
const search = z.string().trim().min(2).max(100).optional();

export const LeadsQuery = ReportQuery.extend({ ...PageQuery.shape, search });

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

export const SalesQuery = ReportQuery.extend({ ...PageQuery.shape, search });

/** GET /api/v1/sales: sales made in the period, newest first, reversed ones marked; `total` counts them (null while searching). */
export const SalesResponse = ReportEnvelope.extend({
  total: z.number().int().nullable(),
  sales: z.array(SaleRow),
  next_cursor: z.string().nullable(),
});
export type SalesResponse = z.infer<typeof SalesResponse>;
