import type { AmocrmClient, Contact, LeadFact } from '../../integrations/amocrm/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Ledger } from './ledger.ts';
import { type Buyer, recordBuyers } from './record-buyers.ts';
import { recordDealFacts } from './record-deal-facts.ts';

/**
 * Writes deals as read from the CRM: their facts through the same path as hooks, and their buyers.
 * A list of deals names contacts only by id, so the contacts are read in a second call per page.
 *
 * @param readAt a moment before the CRM was asked: what arrives later is newer than this reading
 */
export async function recordReadDeals(
  deps: { db: Db; amocrm: AmocrmClient },
  ledger: Ledger,
  facts: LeadFact[],
  readAt: Date,
): Promise<void> {
  const buyers = await readBuyers(deps.amocrm, facts);
  await deps.db.transaction().execute(async (trx) => {
    await recordDealFacts(
      trx,
      ledger,
      facts.map((fact) => ({ fact, receivedAt: readAt, deliveryId: null })),
    );
  });
  await deps.db.transaction().execute((trx) => recordBuyers(trx, ledger, buyers));
}

async function readBuyers(amocrm: AmocrmClient, facts: LeadFact[]): Promise<Buyer[]> {
  const mainContact = new Map<string, string>();
  for (const fact of facts) {
    const id = fact.contactIds?.[0];
    if (id !== undefined) mainContact.set(fact.leadId, id);
  }
  if (mainContact.size === 0) return [];
  const contacts = await amocrm.contactsByIds([...new Set(mainContact.values())]);
  const byId = new Map<string, Contact>(contacts.map((contact) => [contact.id, contact]));
  return [...mainContact].flatMap(([leadId, contactId]) => {
    const contact = byId.get(contactId);
    return contact === undefined ? [] : [{ leadId, contact }];
  });
}
