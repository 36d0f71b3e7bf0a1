import {
  decideSale,
  SALE_KINDS,
  type Sale,
  type SaleEvent,
  type SaleKind,
  type SoldProduct,
} from './decide-sale.ts';
import { type DealFact, happenedAt } from './deal-fact.ts';
import { type Deal, foldDeal } from './fold-deal.ts';
import { orderFacts } from './order-facts.ts';

/** What the facts need to be understood: the school's pipelines and stages. */
export type World = {
  productOf(pipelineId: number | null): SoldProduct;
  wonStatusId: number;
  lostStatusId: number;
};

/** Something that happened to a row of the ledger, and the delivery that told us. */
export type LedgerEvent = SaleEvent & { saleKind: SaleKind; deliveryId: string | null };

/** A deal, its rows of the ledger, and what happened to them on the way here. */
export type DealState = { deal: Deal; sales: ReadonlyMap<SaleKind, Sale>; events: readonly LedgerEvent[] };

/**
 * Applies facts of one deal in the order in which they happened. The ledger is this function over all facts
 * of a deal; over the latest ones it continues from the state that the earlier ones led to.
 */
export function replayFacts(world: World, start: DealState, facts: readonly DealFact[]): DealState {
  return orderFacts(facts).reduce((state, entry) => applyFact(world, state, entry), start);
}

function applyFact(world: World, state: DealState, entry: DealFact): DealState {
  const deal = foldDeal(state.deal, entry);
  const product = world.productOf(deal.pipelineId);
  const sales = new Map(state.sales);
  const events = [...state.events];
  for (const saleKind of SALE_KINDS) {
    const decided = decideSale(saleKind, deal, product, sales.get(saleKind) ?? null, {
      ...world,
      at: happenedAt(entry),
    });
    if (decided === null) continue;
    sales.set(saleKind, decided.sale);
    for (const event of decided.events) events.push({ ...event, saleKind, deliveryId: entry.deliveryId });
  }
  return { deal, sales, events };
}
