import type { DealDifference } from '@traffic/contract';
import { Big } from 'big.js';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import type { KnownDeal } from '../sales/index.ts';

export type Verdict = 'same' | 'missing' | 'different' | 'extra';
export type Comparison = { verdict: Verdict; difference: DealDifference };
type Fields = DealDifference['fields'];

/**
 * Compares what we know of a deal with what the CRM says of it now.
 *
 * @param ours null when we have never heard of the deal
 * @param theirs null when the CRM shows it neither among its deals nor among the deleted ones
 * @param isSale whether such a deal of the CRM is a sale: won, and in a pipeline that counts
 */
export function compareDeal(
  leadId: string,
  ours: KnownDeal | null,
  theirs: LeadFact | null,
  isSale: (deal: LeadFact) => boolean,
): Comparison {
  const sold = theirs !== null && isSale(theirs);
  const standing = ours?.sale ?? null;
  const fields = theirs === null ? [] : differingFields(ours, theirs, sold);
  const answer = (verdict: Verdict, found: Fields): Comparison => ({
    verdict,
    difference: { lead_id: leadId, fields: found },
  });
  if (sold && standing === null) return answer('missing', fields);
  if (!sold && standing !== null)
    return answer('extra', theirs === null ? [{ field: 'deal', ours: 'sold', theirs: 'absent' }] : fields);
  return answer(ours !== null && fields.length > 0 ? 'different' : 'same', fields);
}

function differingFields(ours: KnownDeal | null, theirs: LeadFact, sold: boolean): Fields {
  const pairs: [string, string | null, string | null, ((a: string, b: string) => boolean)?][] = [
    ['status_id', text(ours?.statusId), text(theirs.statusId)],
    ['pipeline_id', text(ours?.pipelineId), text(theirs.pipelineId)],
    ['price', known(ours?.price), known(theirs.price), sameNumber],
    ['deleted', text(ours?.deleted ?? false), text(theirs.deleted)],
  ];
  if (sold && ours?.sale !== null && ours !== null) {
    pairs.push(['amount', known(ours.sale.amount), known(theirs.price), sameNumber]);
    pairs.push(['sale_date', ours.sale.saleDate.toISOString(), theirs.closedAt?.toISOString() ?? null]);
  }
  return pairs
    .filter(([, a, b, same]) => (a === null || b === null ? a !== b : !(same ?? Object.is)(a, b)))
    .map(([field, a, b]) => ({ field, ours: a, theirs: b }));
}

const sameNumber = (a: string, b: string): boolean => Big(a).eq(b);

function text(value: string | number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A price of zero is an unknown one, on both sides. */
function known(price: string | null | undefined): string | null {
  return price === null || price === undefined || Big(price).eq(0) ? null : price;
}
