import { describe, expect, it } from 'vitest';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import type { KnownDeal } from '../sales/index.ts';
import { compareDeal } from './compare-deal.ts';

const CLOSED = new Date('2026-11-20T09:00:00Z');
const theirs = (fields: Partial<LeadFact> = {}): LeadFact => ({
  ...{ leadId: '1', action: 'read', name: null, statusId: 142, oldStatusId: null, pipelineId: 7 },
  ...{
    price: '5000',
    priceGiven: true,
    createdAt: null,
    updatedAt: CLOSED,
    closedAt: CLOSED,
    accountId: null,
  },
  ...{ utm: null, customFields: [], contactIds: null, deleted: false },
  ...fields,
});
const ours = (fields: Partial<KnownDeal> = {}): KnownDeal => ({
  ...{ statusId: 142, pipelineId: 7, price: '5000', deleted: false },
  sale: { amount: '5000', saleDate: CLOSED },
  ...fields,
});
const won = ({ statusId, deleted }: LeadFact) => statusId === 142 && !deleted;
const verdict = (a: KnownDeal | null, b: LeadFact | null) => compareDeal('1', a, b, won).verdict;

describe('compareDeal', () => {
  it('agrees on a sale that both tell alike, however the number is written', () => {
    expect(verdict(ours({ price: '5000.00' }), theirs())).toBe('same');
    expect(
      verdict(ours({ price: null, sale: { amount: null, saleDate: CLOSED } }), theirs({ price: '0' })),
    ).toBe('same');
  });

  it('misses a sale that we never heard of, and one whose deal we know as open', () => {
    expect(verdict(null, theirs())).toBe('missing');
    expect(verdict(ours({ statusId: 10, sale: null }), theirs())).toBe('missing');
  });

  it('finds a sale extra that is not won in the CRM, or not there at all', () => {
    expect(verdict(ours(), theirs({ statusId: 143 }))).toBe('extra');
    expect(verdict(ours(), theirs({ deleted: true }))).toBe('extra');
    expect(compareDeal('1', ours(), null, won)).toEqual({
      verdict: 'extra',
      difference: { lead_id: '1', fields: [{ field: 'deal', ours: 'sold', theirs: 'absent' }] },
    });
  });

  it('says which fields are told differently', () => {
    const { verdict: found, difference } = compareDeal('1', ours(), theirs({ price: '4000' }), won);
    expect(found).toBe('different');
    expect(difference.fields).toEqual([
      { field: 'price', ours: '5000', theirs: '4000' },
      { field: 'amount', ours: '5000', theirs: '4000' },
    ]);
  });

  it('takes no notice of an open deal that we have not heard of: it is no sale on either side', () => {
    expect(verdict(null, theirs({ statusId: 10 }))).toBe('same');
  });
});
