import { z } from 'zod';
import { Decimal } from './common.ts';
import { SuccessResponse } from './session.ts';

const PipelineId = z.string().regex(/^[1-9]\d{0,14}$/, 'pipeline id');

/** What a pipeline of the CRM sells. `known` is false for one that only deals have told us of. */
export const Pipeline = z.object({
  pipeline_id: PipelineId,
  name: z.string().nullable(),
  known: z.boolean(),
  /** Null sells «Другое»: counted in sales, never as Express or Flagman. */
  product_key: z.string().nullable(),
  /** False: a deal won here is no sale at all. */
  counted: z.boolean(),
  prepayment_status_id: z.string().nullable(),
  prepayment_field_id: z.string().nullable(),
  deals: z.number().int(),
  /** Standing sales of the pipeline. */
  sales: z.number().int(),
  /** Its deals are still being told anew after the last change. */
  pending: z.boolean(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** GET /api/v1/products: what is sold, and what each pipeline sells; unknown pipelines are to be mapped. */
export const ProductsResponse = SuccessResponse.extend({
  products: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      expected_price: Decimal.nullable(),
      currency: z.string(),
      ledger_table: z.string().nullable(),
    }),
  ),
  pipelines: z.array(Pipeline),
});
export type ProductsResponse = z.infer<typeof ProductsResponse>;

/** PUT /api/v1/products/pipelines/:id: the whole decision about a pipeline; its deals are told anew. */
export const PipelineRequest = z
  .object({
    name: z.string().min(1).max(200).optional(),
    product_key: z.string().max(50).nullable(),
    counted: z.boolean().default(true),
    prepayment_status_id: PipelineId.nullable().default(null),
    prepayment_field_id: PipelineId.nullable().default(null),
  })
  .refine(({ counted, product_key }) => counted || product_key === null, {
    message: 'a pipeline that is not counted sells no product',
    path: ['product_key'],
  });
export type PipelineRequest = z.infer<typeof PipelineRequest>;
export const PipelineResponse = SuccessResponse.extend({ pipeline: Pipeline });
export type PipelineResponse = z.infer<typeof PipelineResponse>;
