import type { LeadFact } from '../../integrations/amocrm/index.ts';
import type { DealFact } from './deal-fact.ts';

/** A hook of deal 1 that says nothing but its version, plus what `fields` say. For tests. */
export function leadFact(updatedAt: Date | null, fields: Partial<LeadFact> = {}): LeadFact {
  return {
    leadId: '1',
    action: 'update',
    name: null,
    statusId: null,
    oldStatusId: null,
    pipelineId: null,
    price: null,
    priceGiven: false,
    createdAt: null,
    updatedAt,
    closedAt: null,
    accountId: null,
    utm: null,
    customFields: [],
    contactIds: null,
    deleted: false,
    ...fields,
  };
}

export const fromHook = (fact: LeadFact, receivedAt: Date): DealFact => ({
  fact,
  receivedAt,
  deliveryId: '1',
});

/** What REST says of a deal at `readAt`. */
export const fromReading = (fact: LeadFact, readAt: Date): DealFact => ({
  fact: { ...fact, action: 'read' },
  receivedAt: readAt,
  deliveryId: null,
});
