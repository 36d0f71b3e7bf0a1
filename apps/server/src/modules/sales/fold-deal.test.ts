import { describe, expect, it } from 'vitest';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import { foldDeal, NO_UTM } from './fold-deal.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second));

function fact(second: number | null, fields: Partial<LeadFact> = {}): LeadFact {
  return {
    leadId: '1',
    action: 'update',
    name: null,
    statusId: null,
    pipelineId: null,
    price: null,
    priceGiven: false,
    createdAt: null,
    updatedAt: second === null ? null : at(second),
    closedAt: null,
    accountId: null,
    utm: null,
    customFields: [],
    contactIds: null,
    deleted: false,
    ...fields,
  };
}

/** Folds facts in the order given; each arrives a second after the one before, from second 30 on. */
function fold(...facts: LeadFact[]) {
  let deal: ReturnType<typeof foldDeal> = null;
  for (const [index, one] of facts.entries()) deal = foldDeal(deal, one, at(30 + index)) ?? deal;
  return deal;
}

describe('foldDeal', () => {
  it('keeps what a later fact does not say, and takes what it says', () => {
    const utm = { ...NO_UTM, utm_source: 'fb_kenesary' };
    const deal = fold(
      fact(1, { name: 'A', statusId: 10, price: '5000', priceGiven: true, utm }),
      fact(2, { statusId: 142 }),
    );
    expect(deal).toMatchObject({ name: 'A', statusId: 142, price: '5000', utm });
  });

  it('tells an emptied price from a hook without one', () => {
    const priced = fact(1, { price: '5000', priceGiven: true });
    expect(fold(priced, fact(2))?.price).toBe('5000');
    expect(fold(priced, fact(2, { priceGiven: true }))?.price).toBeNull();
  });

  it('ends the same whatever the order of two versions', () => {
    const [older, newer] = [fact(1, { statusId: 10 }), fact(2, { statusId: 142 })];
    expect(fold(newer, older)).toEqual(fold(older, newer));
  });

  it('moves on by a hook without a version, which any real fact may then correct', () => {
    const hint = fact(null, { action: 'status', statusId: 142 });
    expect(fold(fact(1, { statusId: 10 }), hint)).toMatchObject({ statusId: 142, updatedAt: at(1) });
    expect(fold(hint, fact(1, { statusId: 10 }))).toMatchObject({ statusId: 10, updatedAt: at(1) });
  });

  it('stays deleted when an older hook is repeated, and comes back by a newer fact or a restore', () => {
    const [known, gone] = [fact(1, { statusId: 142 }), fact(null, { action: 'delete', deleted: true })];
    expect(fold(known, gone, known)?.deleted).toBe(true);
    expect(fold(known, gone, fact(40, { statusId: 142 }))?.deleted).toBe(false);
    expect(fold(known, gone, fact(2, { action: 'restore' }))?.deleted).toBe(false);
  });
});
