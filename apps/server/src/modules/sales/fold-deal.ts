import type { LeadFact, UtmFields } from '../../integrations/amocrm/index.ts';

/** A deal as we know it: the newest version of every field that a fact has told. */
export type Deal = {
  leadId: string;
  name: string | null;
  statusId: number | null;
  pipelineId: number | null;
  price: string | null;
  utm: UtmFields;
  customFields: unknown[];
  contactIds: string[] | null;
  createdAt: Date | null;
  /** The CRM's version. The epoch until a fact with a version arrives: any real fact is newer. */
  updatedAt: Date;
  closedAt: Date | null;
  deleted: boolean;
};

/** A deal with what the enricher found out: whose it is. */
export type StoredDeal = Deal & { personId: string | null };

const NO_VERSION = new Date(0);

export const NO_UTM: UtmFields = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_content: null,
  utm_term: null,
  utm_referrer: null,
  fbclid: null,
};

function unknownDeal(leadId: string): Deal {
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
    updatedAt: NO_VERSION,
    closedAt: null,
    deleted: false,
  };
}

/**
 * The deal after a fact, or null when the fact is older than what we know. Facts arrive in any order, more
 * than once, and partly filled: an absent field keeps its value. A Digital Pipeline hook carries no
 * version: it moves the deal on only when nothing newer than its arrival is known, and never sets a version.
 * A deletion carries none either, but its arrival is one: a repeat of an older hook must not undo it. Only a
 * newer fact does, or AmoCRM's own "restore".
 *
 * @param receivedAt when the fact reached us; stands in for the version where there is none
 */
export function foldDeal(current: Deal | null, fact: LeadFact, receivedAt: Date): Deal | null {
  const deal = current ?? unknownDeal(fact.leadId);
  const version = fact.updatedAt ?? receivedAt;
  const restored = deal.deleted && fact.action === 'restore';
  if (version < deal.updatedAt && !restored) return null;
  return {
    leadId: deal.leadId,
    name: fact.name ?? deal.name,
    statusId: fact.statusId ?? deal.statusId,
    pipelineId: fact.pipelineId ?? deal.pipelineId,
    price: fact.priceGiven ? fact.price : deal.price,
    utm: fact.utm ?? deal.utm,
    customFields: fact.customFields.length > 0 ? fact.customFields : deal.customFields,
    contactIds: fact.contactIds ?? deal.contactIds,
    createdAt: fact.createdAt ?? deal.createdAt,
    updatedAt: fact.updatedAt ?? (fact.deleted ? receivedAt : deal.updatedAt),
    closedAt: fact.closedAt ?? deal.closedAt,
    deleted: fact.deleted,
  };
}
