import { type Transaction, sql } from 'kysely';
import type { Contact } from '../../integrations/amocrm/index.ts';
import type { Schema } from '../../platform/database/index.ts';
import { forgetBodies } from '../inbox/index.ts';
import { resolvePeople, veilPeople } from '../people/index.ts';
import { recreditSales } from './credit-sales.ts';
import { lockDeals } from './deals-repo.ts';
import { eraseDeals } from './erase-deals.ts';
import { holdLedger, type Ledger } from './ledger.ts';
import { writeBuyers } from './ledger-repo.ts';

/** A deal's main contact as AmoCRM holds it. */
export type Buyer = { leadId: string; contact: Contact };

/**
 * Records who bought: finds or creates the person by phone and e-mail, puts the buyer on the deal and its
 * sale, and decides the team again, since the person may have come from an ad long before the deal.
 */
export async function recordBuyers(trx: Transaction<Schema>, given: Ledger, buyers: Buyer[]): Promise<void> {
  if (buyers.length === 0) return;
  const ledger = await holdLedger(trx, given);
  // People before deals, in every transaction that locks both: the same order everywhere, no deadlock.
  const people = await veilPeople(
    trx,
    ledger.veil,
    buyers.map(({ leadId, contact }) => ({ ...contact, origin: `deal:${leadId}` })),
  );
  const personIds = await resolvePeople(trx, people);
  const leadIds = buyers.map((buyer) => buyer.leadId);
  await lockDeals(trx, leadIds);
  await sql`
    update deals d set person_id = b.person_id
    from unnest(${leadIds}::bigint[], ${personIds}::bigint[]) as b (lead_id, person_id)
    where d.lead_id = b.lead_id and d.person_id is distinct from b.person_id`.execute(trx);
  await writeBuyers(
    trx,
    buyers.map(({ leadId, contact }, index) =>
      people[index]?.erased
        ? { leadId, name: null, phone: null, email: null }
        : {
            leadId,
            name: contact.name,
            phone: contact.phones[0] ?? null,
            email: contact.emails[0] ?? null,
          },
    ),
  );
  const erased = leadIds.filter((_, index) => people[index]?.erased);
  // An erased person's new deal: its hooks named them before we knew whose it is.
  await eraseDeals(trx, erased);
  await forgetBodies(trx, { leadIds: erased, words: [] }, ledger.now);
  await recreditSales(trx, ledger, leadIds);
}
