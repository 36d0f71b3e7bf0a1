import { z } from 'zod';

/** Meta's answers, as far as we read them. Ids have 18 digits and stay text; figures are decimal strings. */

const id = z.string().regex(/^\d+$/);
const count = z.string().regex(/^\d+$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const spend = z.string().regex(/^\d+(\.\d+)?$/);

export const ErrorAnswer = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string().optional(),
    fbtrace_id: z.string().optional(),
  }),
});

/** One page of an edge. The last page may still have cursors: only an absent `next` ends it. */
export const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
    .optional(),
});

export const Business = z.object({ id, name: z.string().optional() });

export const AccountAnswer = z.object({
  account_id: id,
  name: z.string().optional(),
  currency: z.string().optional(),
  timezone_name: z.string().optional(),
  account_status: z.number().optional(),
  business: z.object({ id, name: z.string().optional() }).optional(),
});

export const CampaignAnswer = z.object({
  id,
  name: z.string().optional(),
  objective: z.string().optional(),
  status: z.string().optional(),
  effective_status: z.string().optional(),
  ads: z
    .object({
      data: z.array(z.object({ creative: z.object({ url_tags: z.string().optional() }).optional() })),
    })
    .optional(),
});

/** `date_start` = `date_stop`, since a sum over several days must never be written on one of them. */
const daily = { date_start: day, date_stop: day };
const isOneDay = (row: { date_start: string; date_stop: string }) => row.date_start === row.date_stop;

export const AdRow = z
  .object({
    ...daily,
    ad_id: id,
    ad_name: z.string().optional(),
    adset_id: id.optional(),
    adset_name: z.string().optional(),
    campaign_id: id,
    campaign_name: z.string().optional(),
    account_currency: z.string(),
    spend,
    impressions: count.optional(),
    clicks: count.optional(),
    actions: z.array(z.object({ action_type: z.string(), value: z.string() })).optional(),
  })
  .refine(isOneDay);
export type AdRow = z.infer<typeof AdRow>;

/** A campaign that delivered on a day: all that is asked of it is its id. */
export const CampaignRow = z.object({ ...daily, campaign_id: id }).refine(isOneDay);

export const AccountRow = z.object({ ...daily, spend }).refine(isOneDay);

export const TokenAnswer = z.object({
  data: z.object({
    is_valid: z.boolean(),
    type: z.string().optional(),
    expires_at: z.number().optional(),
    data_access_expires_at: z.number().optional(),
    scopes: z.array(z.string()).default([]),
  }),
});
