import { describe, expect, it } from 'vitest';
import { decideSale, type Sale, type SoldProduct } from './decide-sale.ts';
import { type Deal, NO_UTM } from './fold-deal.ts';

const EXPRESS: SoldProduct = {
  key: 'express',
  name: 'Express',
  expectedPrice: '5000',
  currency: 'KZT',
  counted: true,
  prepayment: null,
};
const OTHER: SoldProduct = {
  key: 'other',
  name: 'Другое',
  expectedPrice: null,
  currency: 'KZT',
  counted: true,
  prepayment: null,
};
const STAGES = { wonStatusId: 142, lostStatusId: 143 };
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
  decideSale('sale', deal(fields), product, existing, { ...STAGES, at });

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

describe('a prepayment', () => {
  const PREPAID: SoldProduct = { ...EXPRESS, prepayment: { statusId: 77, fieldId: '5' } };
  const withSum = (value: string) => ({
    statusId: 77,
    customFields: [{ id: '5', code: null, name: null, values: [value] }],
  });
  const decidePrepayment = (fields: Partial<Deal>, existing: Sale | null = null, at = AT) =>
    decideSale('prepayment', deal(fields), PREPAID, existing, { ...STAGES, at });

  it.each([
    ['1 500', '1500', null],
    ['1500,50', '1500.5', null],
    ['', null, 'unknown'],
    ['по договорённости', null, 'unknown'],
  ])('of %j is the amount %s: never the price, never a guess', (value, amount, amountFlag) => {
    expect(decidePrepayment(withSum(value))?.sale).toMatchObject({ amount, amountFlag, saleDate: AT });
  });

  it('is no row before its stage, and none where the product has no such stage', () => {
    expect(decidePrepayment({ statusId: 10 })).toBeNull();
    expect(decideSale('prepayment', deal(withSum('1500')), EXPRESS, null, { ...STAGES, at: AT })).toBeNull();
  });

  it('stands in later open stages, gives way to the sale, and falls with a lost or deleted deal', () => {
    const paid = decidePrepayment(withSum('1500'))?.sale ?? null;
    expect(decidePrepayment({ ...withSum('1500'), statusId: 78 }, paid, LATER)?.sale.reversedAt).toBeNull();
    const reasonAfter = (fields: Partial<Deal>) => decidePrepayment(fields, paid, LATER)?.sale.reversalReason;
    expect(reasonAfter({ statusId: 142 })).toBe('became_sale');
    expect(reasonAfter({ statusId: 143 })).toBe('lost');
    expect(reasonAfter({ deleted: true })).toBe('deleted');
  });

  it('comes back only with its stage: reopening a lost deal brings no money', () => {
    const lost = decidePrepayment({ statusId: 143 }, decidePrepayment(withSum('1500'))?.sale ?? null, LATER);
    expect(decidePrepayment({ statusId: 10 }, lost?.sale ?? null, LATER)?.sale.reversedAt).toEqual(LATER);
    expect(decidePrepayment(withSum('1500'), lost?.sale ?? null, LATER)?.sale.reversedAt).toBeNull();
  });
});
