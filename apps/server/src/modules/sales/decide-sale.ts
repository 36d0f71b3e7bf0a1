import { Big } from 'big.js';
import type { Deal } from './fold-deal.ts';

/** What a pipeline sells; `key` is "other" for a pipeline nobody has mapped. */
export type SoldProduct = {
  key: string;
  name: string;
  expectedPrice: string | null;
  currency: string;
  /** False: a deal won here is no sale at all. */
  counted: boolean;
  /** The stage in which a part is paid in advance, and the custom field that says how much. */
  prepayment: { statusId: number; fieldId: string | null } | null;
};

/** `sale` is the deal won; `prepayment` is money taken before that. Each is one row of the ledger. */
export const SALE_KINDS = ['sale', 'prepayment'] as const;
export type SaleKind = (typeof SALE_KINDS)[number];

export type AmountFlag = 'unknown' | 'unexpected' | null;
export type ReversalReason = 'left_won_status' | 'deleted' | 'lost' | 'became_sale' | 'not_counted';

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
  reversalReason: ReversalReason | null;
};

export type SaleEvent = {
  kind: 'created' | 'reversed' | 'restored' | 'amount_changed' | 'product_changed' | 'date_confirmed';
  at: Date;
  details: Record<string, unknown>;
};

type Stages = { wonStatusId: number; lostStatusId: number };
/** Why a row does not stand; null when it does. */
type Standing = ReversalReason | null;

/**
 * What a deal means for one row of the ledger. A sale is a deal in the won status; it is reversed, never
 * deleted, when the deal leaves that status or is deleted, and comes back with it. A prepayment stands from
 * its stage on until the deal is lost, deleted, or won: then the sale itself takes its place, so that the sum
 * of both is what was paid. The amount is the price as it is: empty or zero is unknown (null), another price
 * than expected is recorded and flagged.
 *
 * @param at moment of the fact that brought the deal here: the sale's date until the CRM tells closed_at
 * @returns the row after, and what happened to it; null when there is no such row and never was
 */
export function decideSale(
  kind: SaleKind,
  deal: Deal,
  product: SoldProduct,
  existing: Sale | null,
  options: Stages & { at: Date },
): { sale: Sale; events: SaleEvent[] } | null {
  const fallen =
    kind === 'sale' ? saleFallen(deal, product, options) : prepaymentFallen(deal, product, existing, options);
  if (fallen !== null) return existing === null ? null : reverse(existing, fallen, deal, options.at);
  const { amount, flag } = kind === 'sale' ? readPrice(deal.price, product) : readPrepaid(deal, product);
  const closedAt = kind === 'sale' ? deal.closedAt : null;
  const fresh: Sale = {
    productKey: product.key,
    productName: product.name,
    currency: product.currency,
    amount,
    amountFlag: flag,
    saleDate: closedAt ?? existing?.saleDate ?? options.at,
    provisionalDate: kind === 'sale' && closedAt === null,
    reversedAt: null,
    reversalReason: null,
  };
  return { sale: fresh, events: changes(existing, fresh, options.at) };
}

function saleFallen(deal: Deal, product: SoldProduct, { wonStatusId }: Stages): Standing {
  if (deal.deleted) return 'deleted';
  if (!product.counted) return 'not_counted';
  return deal.statusId === wonStatusId ? null : 'left_won_status';
}

function prepaymentFallen(
  deal: Deal,
  product: SoldProduct,
  existing: Sale | null,
  { wonStatusId, lostStatusId }: Stages,
): Standing {
  if (deal.deleted) return 'deleted';
  if (!product.counted) return 'not_counted';
  if (deal.statusId === wonStatusId) return 'became_sale';
  if (product.prepayment !== null && deal.statusId === product.prepayment.statusId) return null;
  const paidBefore = existing !== null && existing.reversedAt === null;
  return paidBefore && deal.statusId !== lostStatusId ? null : 'lost';
}

/** The row as reversed; one that is reversed already stays as it is. */
export function reverse(
  existing: Sale,
  reason: ReversalReason,
  deal: Pick<Deal, 'statusId'>,
  at: Date,
): { sale: Sale; events: SaleEvent[] } {
  if (existing.reversedAt !== null) return { sale: existing, events: [] };
  return {
    sale: { ...existing, reversedAt: at, reversalReason: reason },
    events: [{ kind: 'reversed', at, details: { reason, status_id: deal.statusId } }],
  };
}

function readPrice(price: string | null, product: SoldProduct): { amount: string | null; flag: AmountFlag } {
  if (price === null || Big(price).eq(0)) return { amount: null, flag: 'unknown' };
  const unexpected = product.expectedPrice !== null && !Big(price).eq(product.expectedPrice);
  return { amount: price, flag: unexpected ? 'unexpected' : null };
}

/** The sum that the manager wrote down; no other sum may stand in for it. */
function readPrepaid(deal: Deal, { prepayment }: SoldProduct): { amount: string | null; flag: AmountFlag } {
  const field = deal.customFields.find(({ id }) => id === prepayment?.fieldId);
  const digits = field?.values[0]?.replaceAll(/[\s\u00A0]/g, '').replace(',', '.') ?? '';
  const known = /^\d{1,13}(\.\d{1,4})?$/.test(digits) && !Big(digits).eq(0);
  return known ? { amount: Big(digits).toFixed(), flag: null } : { amount: null, flag: 'unknown' };
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
