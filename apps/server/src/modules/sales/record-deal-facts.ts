import type { Transaction } from 'kysely';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import type { Schema } from '../../platform/database/index.ts';
import { loadDeals, lockDeals, recordDealEvents, requestEnrichment, saveDeals } from './deals-repo.ts';
import { decideSale, type SaleEvent } from './decide-sale.ts';
import { foldDeal, type StoredDeal } from './fold-deal.ts';
import { loadSales, type StoredSale } from './ledger-repo.ts';
import type { Ledger } from './ledger.ts';
import { writeSale } from './write-sale.ts';

/** A fact about a deal and how we came to know it: by a delivery, or by reading the CRM. */
export type DealFact = { fact: LeadFact; receivedAt: Date; deliveryId: string | null };

/** A deal that changed, where its sale stands now, and the last fact that moved it. */
type Change = {
  deal: StoredDeal;
  before: StoredSale | null;
  sale: ReturnType<typeof decideSale>;
  events: SaleEvent[];
  last: DealFact;
};

/**
 * Applies facts to deals and the ledger inside the caller's transaction: newer facts win, older ones and
 * repeats change nothing. Everything about a sale is written together: the row, its history, its team's
 * receipt, the landing side's copy and the notice.
 *
 * @returns ids of the deals that changed
 */
export async function recordDealFacts(
  trx: Transaction<Schema>,
  ledger: Ledger,
  facts: DealFact[],
): Promise<Set<string>> {
  const leadIds = [...new Set(facts.map((entry) => entry.fact.leadId))];
  if (leadIds.length === 0) return new Set();
  await lockDeals(trx, leadIds);
  const deals = await loadDeals(trx, leadIds);
  const sales = await loadSales(trx, leadIds);
  const changes = new Map<string, Change>();
  const dealEvents: Parameters<typeof recordDealEvents>[1] = [];
  for (const entry of facts) {
    const change = applyFact(ledger, entry, deals, sales, changes);
    if (change !== null) dealEvents.push(toDealEvent(entry));
  }
  await saveDeals(
    trx,
    [...changes.values()].map((change) => change.deal),
  );
  await recordDealEvents(trx, dealEvents);
  await writeChanges(trx, ledger, changes);
  return new Set(changes.keys());
}

/** Folds one fact in memory; null when it changes nothing. */
function applyFact(
  ledger: Ledger,
  entry: DealFact,
  deals: Map<string, StoredDeal>,
  sales: Map<string, StoredSale>,
  changes: Map<string, Change>,
): Change | null {
  const { fact, receivedAt } = entry;
  const known = deals.get(fact.leadId) ?? null;
  const folded = foldDeal(known, fact, receivedAt);
  if (folded === null || (known !== null && sameDeal(known, folded))) return null;
  const deal: StoredDeal = { ...folded, personId: known?.personId ?? null };
  deals.set(fact.leadId, deal);
  const earlier = changes.get(fact.leadId);
  const before = earlier?.before ?? sales.get(fact.leadId) ?? null;
  const current = earlier?.sale?.sale ?? before;
  const sale = decideSale(deal, ledger.productOf(deal.pipelineId), current, {
    wonStatusId: ledger.academy.wonStatusId,
    at: fact.updatedAt ?? receivedAt,
  });
  const events = [...(earlier?.events ?? []), ...(sale?.events ?? [])];
  const change: Change = { deal, before, sale, events, last: entry };
  changes.set(fact.leadId, change);
  return change;
}

function sameDeal(a: StoredDeal, b: Omit<StoredDeal, 'personId'>): boolean {
  return JSON.stringify({ ...a, personId: null }) === JSON.stringify({ ...b, personId: null });
}

function toDealEvent({
  fact,
  receivedAt,
  deliveryId,
}: DealFact): Parameters<typeof recordDealEvents>[1][number] {
  return {
    leadId: fact.leadId,
    at: fact.updatedAt ?? receivedAt,
    kind: fact.action,
    details: {
      status_id: fact.statusId,
      pipeline_id: fact.pipelineId,
      price: fact.price,
      received_at: receivedAt,
    },
    deliveryId,
  };
}

async function writeChanges(
  trx: Transaction<Schema>,
  ledger: Ledger,
  changes: Map<string, Change>,
): Promise<void> {
  const toEnrich: string[] = [];
  for (const { deal, before, sale, events, last } of changes.values()) {
    const isHint = last.fact.updatedAt === null && !last.fact.deleted;
    if (last.deliveryId !== null && (isHint || events.length > 0)) toEnrich.push(deal.leadId);
    if (sale === null) continue;
    await writeSale(trx, ledger, {
      deal,
      before,
      sale: sale.sale,
      events,
      receivedAt: last.receivedAt,
      deliveryId: last.deliveryId,
    });
  }
  if (ledger.enrich) await requestEnrichment(trx, toEnrich, ledger.now);
}
