import { Big } from 'big.js';
import type { Deal } from './fold-deal.ts';

/** What a pipeline sells; `key` is "other" for a pipeline nobody has mapped. */
export type SoldProduct = { key: string; name: string; expectedPrice: string | null; currency: string };

export type AmountFlag = 'unknown' | 'unexpected' | null;

/** The ledger row of a deal, as far as the deal itself decides it. */
export type Sale = {
  productKey: string;
  productName: string;
  currency: string;
  amount: string | null;
  amountFlag: AmountFlag;
  saleDate: Date;
  provisionalDate: boolean;
  reversedAt: Date | null;
  reversalReason: 'left_won_status' | 'deleted' | null;
};

export type SaleEvent = {
  kind: 'created' | 'reversed' | 'restored' | 'amount_changed' | 'product_changed' | 'date_confirmed';
  at: Date;
  details: Record<string, unknown>;
};

/**
 * What a deal means for the ledger. A sale is a deal in the won status; it is reversed, never deleted,
 * when the deal leaves that status or is deleted, and comes back with it. The amount is the price as it
 * is: empty or zero is unknown (null), another price than expected is recorded and flagged.
 *
 * @param at the moment of the fact that brought the deal here: the sale's date until the CRM tells closed_at
 * @returns the row after, and what happened to it; null when the deal is no sale and never was
 */
export function decideSale(
  deal: Deal,
  product: SoldProduct,
  existing: Sale | null,
  options: { wonStatusId: number; at: Date },
): { sale: Sale; events: SaleEvent[] } | null {
  const won = deal.statusId === options.wonStatusId && !deal.deleted;
  if (!won) return existing === null ? null : reverse(existing, deal, options.at);
  const { amount, flag } = readAmount(deal.price, product);
  const fresh: Sale = {
    productKey: product.key,
    productName: product.name,
    currency: product.currency,
    amount,
    amountFlag: flag,
    saleDate: deal.closedAt ?? existing?.saleDate ?? options.at,
    provisionalDate: deal.closedAt === null,
    reversedAt: null,
    reversalReason: null,
  };
  return { sale: fresh, events: changes(existing, fresh, options.at) };
}

function reverse(existing: Sale, deal: Deal, at: Date): { sale: Sale; events: SaleEvent[] } {
  if (existing.reversedAt !== null) return { sale: existing, events: [] };
  const reason = deal.deleted ? 'deleted' : 'left_won_status';
  return {
    sale: { ...existing, reversedAt: at, reversalReason: reason },
    events: [{ kind: 'reversed', at, details: { reason, status_id: deal.statusId } }],
  };
}

function readAmount(price: string | null, product: SoldProduct): { amount: string | null; flag: AmountFlag } {
  if (price === null || Big(price).eq(0)) return { amount: null, flag: 'unknown' };
  const unexpected = product.expectedPrice !== null && !Big(price).eq(product.expectedPrice);
  return { amount: price, flag: unexpected ? 'unexpected' : null };
}

function changes(before: Sale | null, after: Sale, at: Date): SaleEvent[] {
  if (before === null)
    return [{ kind: 'created', at, details: { amount: after.amount, product: after.productKey } }];
  const events: SaleEvent[] = [];
  if (before.reversedAt !== null)
    events.push({ kind: 'restored', at, details: { was: before.reversalReason } });
  if (!sameAmount(before.amount, after.amount))
    events.push({ kind: 'amount_changed', at, details: { from: before.amount, to: after.amount } });
  if (before.productKey !== after.productKey)
    events.push({ kind: 'product_changed', at, details: { from: before.productKey, to: after.productKey } });
  if (
    before.saleDate.getTime() !== after.saleDate.getTime() ||
    before.provisionalDate !== after.provisionalDate
  )
    events.push({ kind: 'date_confirmed', at, details: { from: before.saleDate, to: after.saleDate } });
  return events;
}

function sameAmount(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : Big(a).eq(b);
}
