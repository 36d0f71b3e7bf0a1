import type { CustomField, UtmFields } from '../../integrations/amocrm/index.ts';
import { type DealFact, hasVersion, isReading } from './deal-fact.ts';

/** A deal as its facts tell it: every field as the last fact that told it. */
export type Deal = {
  leadId: string;
  name: string | null;
  statusId: number | null;
  pipelineId: number | null;
  price: string | null;
  utm: UtmFields;
  customFields: CustomField[];
  contactIds: string[] | null;
  createdAt: Date | null;
  /** The CRM's version; the epoch until a fact with a version arrives. */
  updatedAt: Date;
  closedAt: Date | null;
  deleted: boolean;
};

/** A deal with what the enricher found out, and where its last fact stands in the order of facts. */
export type StoredDeal = Deal & { personId: string | null; lastFactAt: Date };

export const NO_UTM: UtmFields = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_content: null,
  utm_term: null,
  utm_referrer: null,
  fbclid: null,
};

/** A deal of which nothing is known but that it exists. */
export function unknownDeal(leadId: string): Deal {
  return {
    leadId,
    name: null,
    statusId: null,
    pipelineId: null,
    price: null,
    utm: NO_UTM,
    customFields: [],
    contactIds: null,
    createdAt: null,
    updatedAt: new Date(0),
    closedAt: null,
    deleted: false,
  };
}

/**
 * The deal after its next fact, in the order of `orderFacts`. Facts are partly filled: what one does not say
 * keeps its value. A reading is complete: what it lacks is not there. A move without a closing time makes the
 * known one void: it belonged to the stage before.
 */
export function foldDeal(deal: Deal, entry: DealFact): Deal {
  const { fact } = entry;
  const complete = isReading(entry);
  const moved = fact.statusId !== null && fact.statusId !== deal.statusId;
  return {
    leadId: deal.leadId,
    name: fact.name ?? deal.name,
    statusId: fact.statusId ?? deal.statusId,
    pipelineId: fact.pipelineId ?? deal.pipelineId,
    price: fact.priceGiven ? fact.price : deal.price,
    utm: fact.utm ?? deal.utm,
    customFields: complete || fact.customFields.length > 0 ? fact.customFields : deal.customFields,
    contactIds: fact.contactIds ?? deal.contactIds,
    createdAt: fact.createdAt ?? deal.createdAt,
    updatedAt: hasVersion(entry) && fact.updatedAt !== null ? fact.updatedAt : deal.updatedAt,
    closedAt: fact.closedAt ?? (complete || moved ? null : deal.closedAt),
    deleted: fact.deleted,
  };
}
