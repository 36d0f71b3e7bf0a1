import { describe, expect, it } from 'vitest';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import { fromHook, fromReading, leadFact } from './fact-factory.ts';
import { foldDeal, NO_UTM, unknownDeal } from './fold-deal.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second));
const hook = (second: number, fields: Partial<LeadFact> = {}) =>
  fromHook(leadFact(at(second), fields), at(second + 1));
const reading = (second: number, fields: Partial<LeadFact> = {}) =>
  fromReading(leadFact(at(second), fields), at(second + 1));
const fold = (...facts: Parameters<typeof foldDeal>[1][]) => facts.reduce(foldDeal, unknownDeal('1'));

describe('foldDeal', () => {
  it('keeps what a later fact does not say, and takes what it says', () => {
    const utm = { ...NO_UTM, utm_source: 'fb_kenesary' };
    const deal = fold(
      hook(1, { name: 'A', statusId: 10, price: '5000', priceGiven: true, utm }),
      hook(2, { statusId: 142 }),
    );
    expect(deal).toMatchObject({ name: 'A', statusId: 142, price: '5000', utm });
  });

  it('tells an emptied price from a hook without one', () => {
    const priced = hook(1, { price: '5000', priceGiven: true });
    expect(fold(priced, hook(2)).price).toBe('5000');
    expect(fold(priced, hook(2, { priceGiven: true })).price).toBeNull();
  });

  it('takes a reading as complete: a field that it lacks is not there', () => {
    const filled = hook(1, { customFields: [{ id: '5', code: null, name: null, values: ['x'] }] });
    expect(fold(filled, hook(2)).customFields).toHaveLength(1);
    expect(fold(filled, reading(2)).customFields).toEqual([]);
  });

  it('never dates a deal that is won later by the time at which it was lost', () => {
    const lost = reading(10, { statusId: 143, closedAt: at(9) });
    expect(fold(lost, hook(20)).closedAt).toEqual(at(9));
    expect(fold(lost, hook(20, { statusId: 142 })).closedAt).toBeNull();
    expect(fold(lost, reading(20, { statusId: 10 })).closedAt).toBeNull();
  });
});
