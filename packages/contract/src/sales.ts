import { z } from 'zod';
import { Decimal, PageQuery, ReportEnvelope, ReportQuery, TeamRef, TeamSlug, Utm } from './common.ts';
import { UnattributedReason } from './overview.ts';

export const Confidence = z.enum(['high', 'medium', 'low']);
export type Confidence = z.infer<typeof Confidence>;

/** What the decision stands on: the step of the order in attribution.md that gave the answer. */
export const AttributionBasis = z.enum([
  'manual',
  'ad_id',
  'deal_touch',
  'person_touch',
  'campaign_assignment',
  'ad_account',
  'ad_name',
  'none',
]);
export type AttributionBasis = z.infer<typeof AttributionBasis>;

/** A rule that spoke for a team, chosen or rejected. */
export const Candidate = z.object({
  team_id: z.number().int(),
  team_name: z.string(),
  rule_id: z.number().int(),
  field: z.string(),
  operator: z.enum(['equals', 'word', 'prefix']),
  value: z.string(),
  strength: z.string(),
  matched: z.string(),
});
export type Candidate = z.infer<typeof Candidate>;

/** The receipt of a decision: who, how sure, by which rule of which version, on what evidence, against whom. */
export const Receipt = z.object({
  team: TeamRef.nullable(),
  confidence: Confidence.nullable(),
  basis: AttributionBasis,
  reason: UnattributedReason.nullable(),
  rule_id: z.number().int().nullable(),
  rule_version: z.number().int(),
  evidence: z.record(z.string(), z.unknown()),
  rejected: z.array(Candidate),
  decided_at: z.iso.datetime(),
});
export type Receipt = z.infer<typeof Receipt>;

export const SaleRow = z.object({
  id: z.string(),
  lead_id: z.string(),
  lead_name: z.string().nullable(),
  /** PII of the buyer is masked for everyone but admin. */
  contact_name: z.string().nullable(),
  contact_phone: z.string().nullable(),
  product_key: z.string(),
  product_name: z.string(),
  /** Null = the CRM gave no price: unknown, shown as unknown, not counted in revenue. */
  sale_amount: Decimal.nullable(),
  currency: z.string(),
  amount_flag: z.enum(['unknown', 'unexpected']).nullable(),
  sale_date: z.iso.datetime(),
  sale_date_provisional: z.boolean(),
  reversed_at: z.iso.datetime().nullable(),
  reversal_reason: z.string().nullable(),
  team: TeamRef.nullable(),
  targetologist: z.string(),
  utm_source: z.string().nullable(),
  utm_campaign: z.string().nullable(),
});
export type SaleRow = z.infer<typeof SaleRow>;

/** GET /api/amocrm/sales-history */
export const SalesHistoryQuery = ReportQuery.extend({
  ...PageQuery.shape,
  targetologist: TeamSlug.optional(),
});
export const SalesHistoryResponse = ReportEnvelope.extend({
  /** Over the whole period, not the page. avg_sale is over the sales with a known amount; null without any. */
  stats: z.object({
    total_sales: z.number().int(),
    total_revenue: Decimal,
    avg_sale: Decimal.nullable(),
    amount_unknown: z.number().int(),
  }),
  sales: z.array(SaleRow),
  next_cursor: z.string().nullable(),
});
export type SalesHistoryResponse = z.infer<typeof SalesHistoryResponse>;

/** GET /api/amocrm/sales-stats: a row per team and one for «Не распределено» (team null). */
export const SalesStatsResponse = ReportEnvelope.extend({
  stats: z.array(
    z.object({
      team: TeamRef.nullable(),
      targetologist: z.string(),
      emoji: z.string(),
      sales_count: z.number().int(),
      total_revenue: Decimal,
      avg_sale: Decimal.nullable(),
    }),
  ),
});

/** GET /api/v1/sales/:id: the ledger row, its history and the receipt of its team. */
export const SaleResponse = z.object({
  success: z.literal(true),
  sale: SaleRow,
  receipt: Receipt.nullable(),
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: z.string(),
      details: z.record(z.string(), z.unknown()),
      delivery_id: z.string().nullable(),
    }),
  ),
});
export type SaleResponse = z.infer<typeof SaleResponse>;

/** POST /api/amocrm/test-sale-notification */
export const TestNotificationRequest = z.object({
  targetologist: TeamSlug,
  contact_name: z.string().min(1).max(200),
  sale_amount: Decimal.nullable(),
  product_name: z.string().min(1).max(200),
});
export type TestNotificationRequest = z.infer<typeof TestNotificationRequest>;
export const TestNotificationResponse = z.object({
  success: z.literal(true),
  chats: z.array(
    z.object({
      chat_id: z.string(),
      delivered: z.boolean(),
      message_id: z.number().int().nullable(),
      answer: z.string(),
    }),
  ),
});
export type TestNotificationResponse = z.infer<typeof TestNotificationResponse>;

/** POST /api/traffic-dashboard/attribute: what the rules say of a UTM set, without storing anything. */
export const AttributeRequest = Utm;
export const AttributeResponse = z.object({
  success: z.literal(true),
  team_name: z.string().nullable(),
  team_id: z.number().int().nullable(),
  utm_source: z.string().nullable(),
  utm_medium: z.string().nullable(),
  confidence: Confidence.nullable(),
  basis: AttributionBasis,
  reason: UnattributedReason.nullable(),
  rule_version: z.number().int(),
  candidates: z.array(Candidate),
});
export type AttributeResponse = z.infer<typeof AttributeResponse>;
