import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { type DealFact, happenedAt, hasVersion, isReading } from './deal-fact.ts';
import { lockDeals, requestEnrichment, saveDeals } from './deals-repo.ts';
import { reverse, type SaleKind } from './decide-sale.ts';
import { erasedDeals } from './erase-deals.ts';
import { insertFacts, loadFacts } from './facts-repo.ts';
import { type StoredDeal, unknownDeal } from './fold-deal.ts';
import { loadSales, type StoredSale } from './ledger-repo.ts';
import { holdLedger, type Ledger } from './ledger.ts';
import { lastPosition } from './order-facts.ts';
import { type DealState, replayFacts } from './replay-facts.ts';
import { veilFact } from './veil-fact.ts';
import { type SaleChange, writeSales } from './write-sales.ts';

/** A deal with new facts: where they lead to, and whether its history was told anew. */
type Change = {
  deal: StoredDeal;
  before: ReadonlyMap<SaleKind, StoredSale>;
  state: DealState;
  retold: boolean;
  /** The new facts, in the order of arrival; never empty. */
  facts: DealFact[];
};

/**
 * Applies facts to deals and the ledger inside the caller's transaction. Facts may come in any order and more
 * than once: repeats change nothing, and a fact that comes late is put where it belongs by telling the deal's
 * whole history anew. Everything about a sale is written together: the row, its history, its team's receipt,
 * the landing side's copy and the notice. A fixed number of statements, however many facts.
 *
 * @returns ids of the deals about which something new was learned
 */
export async function recordDealFacts(
  trx: Transaction<Schema>,
  given: Ledger,
  said: DealFact[],
): Promise<Set<string>> {
  const leadIds = [...new Set(said.map((entry) => entry.fact.leadId))];
  if (leadIds.length === 0) return new Set();
  const ledger = await holdLedger(trx, given);
  const erased = await erasedDeals(trx, leadIds);
  const facts = said.map((entry) => (erased.has(entry.fact.leadId) ? veilFact(entry) : entry));
  const deals = await lockDeals(trx, leadIds);
  const fresh = Map.groupBy(await insertFacts(trx, facts), (entry) => entry.fact.leadId);
  const changed = [...fresh.keys()];
  if (changed.length === 0) return new Set();
  const sales = await loadSales(trx, changed);
  const late = changed.filter((leadId) => isLate(deals.get(leadId), fresh.get(leadId) ?? []));
  const histories = await loadFacts(trx, late);
  const changes = changed.map((leadId) => {
    const known = deals.get(leadId) ?? unreachable();
    const before = sales.get(leadId) ?? new Map<SaleKind, StoredSale>();
    return applyFacts(ledger, known, before, fresh.get(leadId) ?? [], histories.get(leadId) ?? null);
  });
  await saveDeals(
    trx,
    changes.map((change) => change.deal),
  );
  await writeSales(trx, ledger, changes.flatMap(toSaleChanges));
  if (ledger.enrich) await requestEnrichment(trx, changes.filter(mustBeRead).map(leadIdOf), ledger.now);
  return new Set(changed);
}

/**
 * Tells deals anew from all their facts, as when the meaning of a pipeline or of a stage was changed. Nothing is
 * learned of the deals, so nobody is asked and nobody is told; a row that no fact calls for any more is reversed
 * on its own day, as if it had never been.
 */
export async function retellDeals(
  trx: Transaction<Schema>,
  ledger: Ledger,
  leadIds: string[],
): Promise<void> {
  const deals = await lockDeals(trx, leadIds);
  const sales = await loadSales(trx, leadIds);
  const histories = await loadFacts(trx, leadIds);
  const changes = [...deals.values()].map((known) => {
    const before = sales.get(known.leadId) ?? new Map<SaleKind, StoredSale>();
    const history = histories.get(known.leadId) ?? [];
    return applyFacts(ledger, known, before, history, history);
  });
  await writeSales(trx, { ...ledger, announce: async () => {} }, changes.flatMap(toSaleChanges));
}

/** Whether a new fact belongs before one that was applied already, or beside it in the same second. */
function isLate(deal: StoredDeal | undefined, facts: readonly DealFact[]): boolean {
  return deal !== undefined && facts.some((entry) => happenedAt(entry) <= deal.lastFactAt);
}

/** @param history all facts of the deal when it must be told anew; null continues from what is stored */
function applyFacts(
  ledger: Ledger,
  known: StoredDeal,
  before: ReadonlyMap<SaleKind, StoredSale>,
  facts: DealFact[],
  history: DealFact[] | null,
): Change {
  const start: DealState =
    history === null
      ? { deal: known, sales: before, events: [] }
      : { deal: unknownDeal(known.leadId), sales: new Map(), events: [] };
  const state = replayFacts(ledger.world, start, history ?? facts);
  const reached = lastPosition(facts);
  const lastFactAt = reached > known.lastFactAt ? reached : known.lastFactAt;
  const deal = { ...state.deal, personId: known.personId, lastFactAt };
  return { deal, before, state, retold: history !== null, facts };
}

function toSaleChanges(change: Change): SaleChange[] {
  const { deal, before, state, retold, facts } = change;
  const hook = facts.findLast((entry) => entry.deliveryId !== null);
  const told = [...state.sales].map(([kind, sale]) => ({
    kind,
    sale,
    events: state.events.filter((event) => event.saleKind === kind),
  }));
  return [...told, ...withdrawn(change)].map(({ kind, sale, events }) => ({
    kind,
    deal,
    before: before.get(kind) ?? null,
    sale,
    events,
    retold,
    hookReceivedAt: hook?.receivedAt ?? null,
  }));
}

/** Rows that the facts call for no more, as told anew. */
function withdrawn({ deal, before, state, retold }: Change): Pick<SaleChange, 'kind' | 'sale' | 'events'>[] {
  if (!retold) return [];
  return [...before].flatMap(([kind, stored]) => {
    if (state.sales.has(kind)) return [];
    const { sale, events } = reverse({ ...stored, reversedAt: null }, 'not_counted', deal, stored.saleDate);
    return [{ kind, sale, events: events.map((event) => ({ ...event, saleKind: kind, deliveryId: null })) }];
  });
}

/**
 * Whether the CRM must be asked how the deal really stands: a hook that moved a sale (who bought, when), one
 * without a version, and one that contradicts another of the same second.
 */
function mustBeRead({ state, retold, facts, deal, before }: Change): boolean {
  const hooks = facts.filter((entry) => !isReading(entry));
  if (hooks.length === 0) return false;
  const unsure = hooks.some(
    (entry) =>
      (!hasVersion(entry) && entry.fact.action !== 'delete') ||
      (retold && happenedAt(entry).getTime() === deal.updatedAt.getTime()),
  );
  return (
    unsure || (retold ? [...state.sales.keys()].some((kind) => !before.has(kind)) : state.events.length > 0)
  );
}

const leadIdOf = ({ deal }: Change): string => deal.leadId;

function unreachable(): never {
  throw new Error('every deal was locked, so every deal has a row');
}
