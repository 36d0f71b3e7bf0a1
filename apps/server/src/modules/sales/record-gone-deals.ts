import type { Db } from '../../platform/database/index.ts';
import type { DealFact } from './deal-fact.ts';
import type { Ledger } from './ledger.ts';
import { recordDealFacts } from './record-deal-facts.ts';

/**
 * Records that the CRM has these deals no more, though nobody told us of their deletion.
 * @param readAt when the CRM was asked: the deletion is dated by it, nobody knows better
 */
export async function recordGoneDeals(
  db: Db,
  ledger: Ledger,
  leadIds: string[],
  readAt: Date,
): Promise<void> {
  const facts = leadIds.map(
    (leadId): DealFact => ({ fact: gone(leadId), receivedAt: readAt, deliveryId: null }),
  );
  await db.transaction().execute((trx) => recordDealFacts(trx, ledger, facts));
}

function gone(leadId: string): DealFact['fact'] {
  return {
    leadId,
    action: 'delete',
    name: null,
    statusId: null,
    oldStatusId: null,
    pipelineId: null,
    price: null,
    priceGiven: false,
    createdAt: null,
    updatedAt: null,
    closedAt: null,
    accountId: null,
    utm: null,
    customFields: [],
    contactIds: null,
    deleted: true,
  };
}
