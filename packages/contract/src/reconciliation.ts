import { z } from 'zod';
import { AskedDay, PageQuery } from './common.ts';
import { SuccessResponse } from './session.ts';

/** A deal on which we and the CRM did not agree. */
export const DealDifference = z.object({
  lead_id: z.string(),
  fields: z.array(
    z.object({ field: z.string(), ours: z.string().nullable(), theirs: z.string().nullable() }),
  ),
});
export type DealDifference = z.infer<typeof DealDifference>;

/** The first 1,000 of them, and how many there are. */
export const DifferenceList = z.object({ total: z.number().int(), deals: z.array(DealDifference) });
export type DifferenceList = z.infer<typeof DifferenceList>;

/** A comparison of the ledger with the CRM, before its repair; `remaining` is what still differs after it. */
export const Reconciliation = z.object({
  id: z.string(),
  kind: z.enum(['hourly', 'nightly', 'manual']),
  state: z.enum(['running', 'done', 'failed']),
  compared_from: z.iso.datetime(),
  compared_to: z.iso.datetime(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  checked: z.number().int().nullable(),
  /** Won in the CRM, no standing sale with us. */
  missing: DifferenceList.nullable(),
  /** Known to both and told differently. */
  different: DifferenceList.nullable(),
  /** Standing sales of ours that are not won in the CRM, or not there at all. */
  extra: DifferenceList.nullable(),
  remaining: z.number().int().nullable(),
  error: z.string().nullable(),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

/** POST /api/admin/amocrm/reconcile: business days, both inclusive. */
export const ReconcileRequest = z
  .object({ start: AskedDay, end: AskedDay })
  .refine(({ start, end }) => start <= end, { message: 'start is later than end', path: ['start'] });
export type ReconcileRequest = z.infer<typeof ReconcileRequest>;
export const ReconciliationResponse = SuccessResponse.extend({ reconciliation: Reconciliation });
export type ReconciliationResponse = z.infer<typeof ReconciliationResponse>;

/** GET /api/v1/reconciliations: newest first. */
export const ReconciliationsQuery = PageQuery;
export const ReconciliationsResponse = SuccessResponse.extend({
  reconciliations: z.array(Reconciliation),
  next_cursor: z.string().nullable(),
});
export type ReconciliationsResponse = z.infer<typeof ReconciliationsResponse>;
