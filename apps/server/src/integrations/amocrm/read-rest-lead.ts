import { z } from 'zod';
import {
  type CustomField,
  type LeadFact,
  type LeadFieldIds,
  readId,
  readPrice,
  readSmallId,
  readTime,
  readUtm,
} from './lead-fact.ts';
import { storable } from './storable-text.ts';

/** The readers below judge numbers themselves: a wrong one is "not said", not a lost deal. */
const Numeric = z.union([z.number(), z.string()]).nullish();

/** AmoCRM's own shape of a deal, `GET /api/v4/leads`: only what we read, the rest is let through. */
const RestField = z.object({
  field_id: z.number().int(),
  field_code: z.string().nullish(),
  field_name: z.string().nullish(),
  values: z.array(z.object({ value: z.unknown().optional() })).nullish(),
});
const RestLead = z.object({
  id: z.number().int().positive(),
  name: z.string().nullish(),
  status_id: Numeric,
  pipeline_id: Numeric,
  price: Numeric,
  price_with_minor_units: Numeric,
  created_at: Numeric,
  updated_at: Numeric,
  closed_at: Numeric,
  account_id: Numeric,
  is_deleted: z.boolean().nullish(),
  custom_fields_values: z.array(RestField).nullish(),
  _embedded: z.object({ contacts: z.array(z.object({ id: z.number().int() })).optional() }).nullish(),
});

/**
 * The deal of one REST answer; null when it does not have the documented shape. REST is complete: no
 * custom fields means that none are filled, so `utm` is never null here.
 */
export function readRestLead(json: unknown, ids: LeadFieldIds): LeadFact | null {
  const parsed = RestLead.safeParse(json);
  const leadId = readId(parsed.data?.id);
  if (!parsed.success || leadId === null) return null;
  const lead = parsed.data;
  const customFields = (lead.custom_fields_values ?? []).map(toCustomField);
  return {
    leadId,
    action: 'read',
    name: lead.name?.trim() ? storable(lead.name) : null,
    statusId: readSmallId(lead.status_id),
    oldStatusId: null,
    pipelineId: readSmallId(lead.pipeline_id),
    price: readPrice(lead.price_with_minor_units) ?? readPrice(lead.price),
    priceGiven: lead.price !== undefined || lead.price_with_minor_units !== undefined,
    createdAt: readTime(lead.created_at),
    updatedAt: readTime(lead.updated_at),
    closedAt: readTime(lead.closed_at),
    accountId: readId(lead.account_id),
    utm: readUtm(customFields, ids),
    customFields,
    contactIds: lead._embedded?.contacts?.map((contact) => String(contact.id)) ?? null,
    deleted: lead.is_deleted ?? false,
  };
}

function toCustomField({ field_id, field_code, field_name, values }: z.infer<typeof RestField>): CustomField {
  return {
    id: String(field_id),
    code: field_code ?? null,
    name: field_name ? storable(field_name) : null,
    values: (values ?? []).map(({ value }) => toText(value)),
  };
}

/** Chained lists and legal entities are objects: kept as JSON text, nothing of a raw value is dropped. */
function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return storable(typeof value === 'string' ? value : JSON.stringify(value));
}
