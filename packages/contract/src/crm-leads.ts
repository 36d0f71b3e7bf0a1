import { z } from 'zod';
import { Decimal, ReportEnvelope, ReportQuery } from './common.ts';

const count = z.number().int();

/** `open`, `won` or `lost`, or the id of one stage. */
export const CrmLeadStatus = z.union([z.enum(['open', 'won', 'lost']), z.string().regex(/^\d{1,18}$/)]);
export type CrmLeadStatus = z.infer<typeof CrmLeadStatus>;

/**
 * GET /api/traffic-dashboard/leads/total and /leads/by-funnel: the CRM's leads, which we call deals, by the day they
 * were opened, in the stages they are in now. A deal belongs to the team of its sale or, without one, to the team of
 * its person's first lead.
 */
export const CrmLeadsQuery = ReportQuery.extend({ status: CrmLeadStatus.optional() });

/** One stage: `amount` sums the known prices; a price of nothing or 0 is unknown and counted beside. */
export const CrmStage = z.object({
  status_id: z.string().nullable(),
  /** Null = the CRM's name is not known yet: show the id. */
  name: z.string().nullable(),
  state: z.enum(['open', 'won', 'lost']),
  leads: count,
  amount: Decimal,
  amount_unknown: count,
});
export type CrmStage = z.infer<typeof CrmStage>;

const Sums = z.object({
  total: count,
  open: count,
  won: count,
  lost: count,
  amount: Decimal,
  amount_unknown: count,
});

const Common = z.object({
  /** Deals without a known day of opening: they are in no period and not in the sums. */
  undated: count,
  /** Of the amounts: the account's own, whatever currency the question named. */
  currency: z.string(),
  /** When all deals of the configured pipelines were last read; null = never: earlier open deals are missing. */
  fetched_at: z.iso.datetime().nullable(),
});

export const CrmLeadsResponse = ReportEnvelope.extend({
  data: Sums.extend(Common.shape).extend({
    by_status: z.array(
      CrmStage.extend({
        pipeline_id: z.string().nullable(),
        pipeline_name: z.string().nullable(),
        product_key: z.string().nullable(),
      }),
    ),
  }),
});

/** A pipeline with its stages in the CRM's order; `product_key` null = it sells nothing we know. */
export const CrmFunnel = Sums.extend({
  pipeline_id: z.string().nullable(),
  name: z.string().nullable(),
  product_key: z.string().nullable(),
  stages: z.array(CrmStage),
});
export type CrmFunnel = z.infer<typeof CrmFunnel>;

export const CrmFunnelsResponse = ReportEnvelope.extend({
  data: Common.extend({ total: count, funnels: z.array(CrmFunnel) }),
});

/** A product by its key; "flagship" is what old scripts call the Flagman. */
export const SalesFunnel = z.enum(['express', 'flagman', 'other']);
export type SalesFunnel = z.infer<typeof SalesFunnel>;

/** GET /api/traffic-dashboard/sales/total */
export const SalesTotalQuery = ReportQuery.extend({
  funnel: z.preprocess((value) => (value === 'flagship' ? 'flagman' : value), SalesFunnel.optional()),
});
export const SalesTotalResponse = ReportEnvelope.extend({
  data: z.object({
    /** Null = not asked for: the question named another funnel. */
    express_sales: count.nullable(),
    flagship_sales: count.nullable(),
    other_sales: count.nullable(),
    total_sales: count,
    total_revenue: Decimal,
    /** Sales of the period, of any product, whose amount is unknown and therefore not in the revenue. */
    amount_unknown: count,
  }),
});
export type SalesTotalResponse = z.infer<typeof SalesTotalResponse>;
