import { describe, expect, it } from 'vitest';
import { decideSale, type Sale, type SoldProduct } from './decide-sale.ts';
import { type Deal, NO_UTM } from './fold-deal.ts';

const EXPRESS: SoldProduct = { key: 'express', name: 'Express', expectedPrice: '5000', currency: 'KZT' };
const OTHER: SoldProduct = { key: 'other', name: 'Другое', expectedPrice: null, currency: 'KZT' };
const AT = new Date('2026-11-20T09:00:00Z');
const LATER = new Date('2026-11-21T09:00:00Z');

function deal(fields: Partial<Deal> = {}): Deal {
  return {
    leadId: '1',
    name: null,
    statusId: 142,
    pipelineId: 1,
    price: '5000',
    utm: NO_UTM,
    customFields: [],
    contactIds: null,
    createdAt: null,
    updatedAt: AT,
    closedAt: null,
    deleted: false,
    ...fields,
  };
}

const decide = (fields: Partial<Deal> = {}, existing: Sale | null = null, at = AT, product = EXPRESS) =>
  decideSale(deal(fields), product, existing, { wonStatusId: 142, at });

function sold(fields: Partial<Deal> = {}): Sale {
  const result = decide(fields);
  if (result === null) throw new Error('a won deal is a sale');
  return result.sale;
}

describe('decideSale', () => {
  it('makes no sale of a deal that is not won, whatever its price', () => {
    expect(decide({ statusId: 143 })).toBeNull();
    expect(decide({ statusId: null })).toBeNull();
    expect(decide({ deleted: true })).toBeNull();
  });

  it.each([
    [null, null, 'unknown'],
    ['0', null, 'unknown'],
    ['0.00', null, 'unknown'],
    ['5000', '5000', null],
    ['5000.00', '5000.00', null],
    ['4500', '4500', 'unexpected'],
  ])('a price of %s is the amount %s, flagged %s', (price, amount, amountFlag) => {
    expect(sold({ price })).toMatchObject({ amount, amountFlag });
  });

  it('expects no price where the product has none', () => {
    expect(decide({ price: '123' }, null, AT, OTHER)?.sale).toMatchObject({
      amount: '123',
      amountFlag: null,
    });
  });

  it('dates a sale by the hook until the CRM tells when it was closed', () => {
    const first = sold();
    expect(first).toMatchObject({ saleDate: AT, provisionalDate: true });
    const closedAt = new Date('2026-11-20T08:59:00Z');
    const confirmed = decide({ closedAt }, first, LATER);
    expect(confirmed?.sale).toMatchObject({ saleDate: closedAt, provisionalDate: false });
    expect(confirmed?.events.map((event) => event.kind)).toEqual(['date_confirmed']);
  });

  it('keeps the first date when a later hook comes before the CRM was asked', () => {
    expect(decide({}, sold(), LATER)).toMatchObject({ sale: { saleDate: AT }, events: [] });
  });

  it('reverses once, with the reason, and never forgets the amount', () => {
    const reversed = decide({ statusId: 143 }, sold(), LATER);
    expect(reversed?.sale).toMatchObject({
      amount: '5000',
      reversedAt: LATER,
      reversalReason: 'left_won_status',
    });
    const again = decide({ statusId: 143 }, reversed?.sale ?? null, new Date('2026-11-22T09:00:00Z'));
    expect(again).toMatchObject({ sale: { reversedAt: LATER }, events: [] });
    expect(decide({ deleted: true }, sold(), LATER)?.sale.reversalReason).toBe('deleted');
  });

  it('restores a reversed sale when the deal is won again', () => {
    const reversed = decide({ statusId: 143 }, sold(), LATER)?.sale ?? null;
    expect(decide({}, reversed, LATER)).toMatchObject({
      sale: { reversedAt: null, reversalReason: null },
      events: [{ kind: 'restored' }],
    });
  });

  it('keeps the old amount in the history of a changed one', () => {
    const changed = decide({ price: '6000' }, sold(), LATER);
    expect(changed?.events).toEqual([
      { kind: 'amount_changed', at: LATER, details: { from: '5000', to: '6000' } },
    ]);
    expect(decide({ price: '5000.00' }, sold(), LATER)?.events).toEqual([]);
  });
});
