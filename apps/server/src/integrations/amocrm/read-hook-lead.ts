import type { HookNode, HookValue } from './hook-tree.ts';
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
import { child, type HookEvent, text } from './parse-hook.ts';

const LEAD_ACTIONS = ['add', 'update', 'status', 'delete', 'restore', 'responsible'] as const;

/**
 * The deal of one hook event; null when the event is not about a deal (another entity, a note) or has no
 * usable id. A Digital Pipeline hook gives only ids; a delete gives id, status and pipeline.
 */
export function readHookLead(event: HookEvent, ids: LeadFieldIds): LeadFact | null {
  const { entity, fields } = event;
  const action = LEAD_ACTIONS.find((known) => known === event.action);
  const leadId = readId(fields.get('id'));
  if (entity !== 'leads' || action === undefined || leadId === null) return null;
  const customFields = readCustomFields(fields.get('custom_fields') ?? fields.get('custom_fields_values'));
  return {
    leadId,
    action,
    name: text(fields.get('name')),
    statusId: readSmallId(fields.get('status_id')),
    oldStatusId: readSmallId(fields.get('old_status_id')),
    pipelineId: readSmallId(fields.get('pipeline_id')),
    // Despite its name it is in major units, with decimals; `price` is whole units.
    price: readPrice(fields.get('price_with_minor_units')) ?? readPrice(fields.get('price')),
    priceGiven: fields.has('price_with_minor_units') || fields.has('price'),
    createdAt: readTime(fields.get('created_at')) ?? readTime(fields.get('date_create')),
    updatedAt: readTime(fields.get('updated_at')) ?? readTime(fields.get('last_modified')),
    closedAt: readTime(fields.get('closed_at')),
    accountId: readId(event.accountId),
    utm: customFields === null ? null : readUtm(customFields, ids),
    customFields: customFields ?? [],
    contactIds: null,
    deleted: action === 'delete',
  };
}

/** The hook's names of a custom field, or REST's, which relays copy into hooks. */
function readCustomFields(value: HookValue | undefined): CustomField[] | null {
  const list = child(value);
  if (list === null) return null;
  return [...list.values()].flatMap((item) => {
    const field = child(item);
    const id = readId(field?.get('id') ?? field?.get('field_id'));
    if (field === null || id === null) return [];
    const code = text(field.get('code') ?? field.get('field_code'));
    const name = text(field.get('name') ?? field.get('field_name'));
    return [{ id, code, name, values: readValues(field.get('values')) }];
  });
}

/** `values` in all the shapes seen: a list of {value, enum}, a list of scalars, one {value}, one scalar, nothing. */
function readValues(values: HookValue | undefined): string[] {
  if (values === undefined || values === '') return [];
  const list = child(values);
  if (list === null || list.has('value')) return [readValue(values)];
  return [...list.values()].map(readValue);
}

function readValue(value: HookValue): string {
  const inner = child(value)?.get('value') ?? value;
  return typeof inner === 'string' ? inner : JSON.stringify(toPlain(inner));
}

function toPlain(node: HookNode): Record<string, unknown> {
  return Object.fromEntries(
    [...node].map(([key, value]) => [key, typeof value === 'string' ? value : toPlain(value)]),
  );
}
