import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { type Decision, decideTeam, recordDecision, sameDecision, type Touch } from '../attribution/index.ts';
import { type PersonTouch, recordTouches, touchesOf } from '../people/index.ts';
import type { Sale, SaleEvent } from './decide-sale.ts';
import type { StoredDeal } from './fold-deal.ts';
import type { Ledger } from './ledger.ts';
import { creditSale, insertSale, recordSaleEvents, type StoredSale, updateSale } from './ledger-repo.ts';
import { projectSale } from './project-sale.ts';

type SaleWrite = {
  deal: StoredDeal;
  before: StoredSale | null;
  sale: Sale;
  events: SaleEvent[];
  receivedAt: Date;
  deliveryId: string | null;
};

/** Writes a sale as it is now: row, receipt, history, the landing side's copy, and a notice when it is new. */
export async function writeSale(trx: Transaction<Schema>, ledger: Ledger, write: SaleWrite): Promise<void> {
  const { deal, before, sale, events } = write;
  const zone = ledger.academy.timezone;
  const decision = await decide(trx, ledger, deal, sale);
  if (before === null) {
    const attributionId = await recordDecision(trx, ledger.rules, decision, ledger.now);
    const saleId = await insertSale(trx, { deal, sale, attributionId, decision, zone });
    await recordSaleEvents(trx, saleId, events, write.deliveryId);
    if (sale.reversedAt === null)
      await ledger.announce(trx, {
        saleId,
        leadId: deal.leadId,
        saleDate: sale.saleDate,
        receivedAt: write.receivedAt,
      });
  } else {
    await updateSale(trx, before.id, { deal, sale, zone, now: ledger.now });
    await recordSaleEvents(trx, before.id, events, write.deliveryId);
    await credit(trx, ledger, before, decision);
  }
  await projectSale(trx, deal, sale, {
    ledgerTables: ledger.academy.ledgerTables,
    receivedAt: write.deliveryId === null ? null : write.receivedAt,
  });
}

/** Decides a sale's team again, as after its person or one of their touches became known. */
export async function recreditSale(
  trx: Transaction<Schema>,
  ledger: Ledger,
  deal: StoredDeal,
  sale: StoredSale,
): Promise<void> {
  await credit(trx, ledger, sale, await decide(trx, ledger, deal, sale));
}

/** A decision that says the same keeps the receipt it has. */
async function credit(
  trx: Transaction<Schema>,
  ledger: Ledger,
  sale: StoredSale,
  decision: Decision,
): Promise<void> {
  if (sameDecision(sale.attribution, decision)) return;
  const attributionId = await recordDecision(trx, ledger.rules, decision, ledger.now);
  await creditSale(trx, sale.id, decision, attributionId);
  const details = { from_team: sale.attribution.teamId, to_team: decision.teamId, basis: decision.basis };
  await recordSaleEvents(trx, sale.id, [{ kind: 'credited', at: ledger.now, details }], null);
}

/** Decides the team by the deal's own touch, then by the person's earlier ad touches. */
async function decide(
  trx: Transaction<Schema>,
  ledger: Ledger,
  deal: StoredDeal,
  sale: Sale,
): Promise<Decision> {
  const touch = dealTouch(deal, sale);
  if (deal.personId !== null && touch !== null)
    await recordTouches(trx, [{ ...touch, personId: deal.personId }]);
  const known =
    deal.personId === null ? [] : ((await touchesOf(trx, [deal.personId])).get(deal.personId) ?? []);
  return decideTeam(ledger.rules.compiled, {
    touch,
    personTouches: known.filter((other) => other.origin !== touch?.origin).map(toTouch),
    at: sale.saleDate,
    adLookup: ledger.rules.adLookup,
  });
}

function toTouch({ personId: _personId, ...touch }: PersonTouch): Touch {
  return touch;
}

/** The deal's own UTM as one touch, dated when the deal was made; null when the deal carries none. */
function dealTouch(deal: StoredDeal, sale: Sale): Touch | null {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid } = deal.utm;
  const values = { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid };
  if (Object.values(values).every((value) => value === null)) return null;
  return { at: deal.createdAt ?? sale.saleDate, origin: `deal:${deal.leadId}`, ...values };
}
