import { z } from 'zod';
import { Decimal, ReportEnvelope, ReportQuery } from './common.ts';

export const UTM_FIELDS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const;
export const UtmField = z.enum(UTM_FIELDS);
export type UtmField = z.infer<typeof UtmField>;

const count = z.number().int();
const value = z.string().max(1000).optional();

/** `by`: fields of the pivot, comma-separated, outermost first; a value of a field narrows to it ("" = without). */
export const UtmQuery = ReportQuery.extend({
  by: z
    .string()
    .default('utm_source,utm_medium')
    .transform((fields) => fields.split(','))
    .pipe(z.array(UtmField).min(1).max(5)),
  utm_source: value,
  utm_medium: value,
  utm_campaign: value,
  utm_content: value,
  utm_term: value,
  sort: z.enum(['leads', 'sales', 'revenue']).default('revenue'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** `leads` is null while the landing has never delivered. */
export const UtmFigures = z.object({
  leads: count.nullable(),
  sales: count,
  express_purchases: count,
  flagman_purchases: count,
  revenue: Decimal,
  sales_amount_unknown: count,
  aov: Decimal.nullable(),
});
export type UtmFigures = z.infer<typeof UtmFigures>;

/** GET /api/v1/utm: leads and sales by the UTM of the credited touch. `rest` are the rows beyond `limit`; rows + rest = total. */
export const UtmResponse = ReportEnvelope.extend({
  by: z.array(UtmField),
  rows: z.array(z.object({ values: z.array(z.string().nullable()), figures: UtmFigures })),
  rest: z.object({ rows: count, figures: UtmFigures }),
  total: UtmFigures,
});
export type UtmResponse = z.infer<typeof UtmResponse>;
