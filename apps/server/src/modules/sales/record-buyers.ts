import { type Transaction, sql } from 'kysely';
import type { Contact } from '../../integrations/amocrm/index.ts';
import type { Schema } from '../../platform/database/index.ts';
import { resolvePeople } from '../people/index.ts';
import { loadDeals, lockDeals } from './deals-repo.ts';
import type { Ledger } from './ledger.ts';
import { loadSales } from './ledger-repo.ts';
import { recreditSale } from './write-sale.ts';

/** A deal's main contact as AmoCRM holds it. */
export type Buyer = { leadId: string; contact: Contact };

/**
 * Records who bought: finds or creates the person by phone and e-mail, puts the buyer on the deal and its
 * sale, and decides the team again, since the person may have come from an ad long before the deal.
 */
export async function recordBuyers(trx: Transaction<Schema>, ledger: Ledger, buyers: Buyer[]): Promise<void> {
  if (buyers.length === 0) return;
  // People before deals, in every transaction that locks both: the same order everywhere, no deadlock.
  const personIds = await resolvePeople(
    trx,
    buyers.map((buyer) => buyer.contact),
  );
  const leadIds = buyers.map((buyer) => buyer.leadId);
  await lockDeals(trx, leadIds);
  await sql`
    update deals d set person_id = b.person_id
    from unnest(${leadIds}::bigint[], ${personIds}::bigint[]) as b (lead_id, person_id)
    where d.lead_id = b.lead_id and d.person_id is distinct from b.person_id`.execute(trx);
  const deals = await loadDeals(trx, leadIds);
  const sales = await loadSales(trx, leadIds);
  for (const { leadId, contact } of buyers) {
    const deal = deals.get(leadId);
    const sale = sales.get(leadId);
    if (deal === undefined || sale === undefined) continue;
    await trx
      .updateTable('all_sales_tracking')
      .set({
        person_id: deal.personId,
        contact_name: contact.name,
        contact_phone: contact.phones[0] ?? null,
        contact_email: contact.emails[0] ?? null,
      })
      .where('id', '=', sale.id)
      .execute();
    await recreditSale(trx, ledger, deal, sale);
  }
}
