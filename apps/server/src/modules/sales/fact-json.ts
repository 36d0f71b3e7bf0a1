import { z } from 'zod';
import type { LeadFact } from '../../integrations/amocrm/index.ts';

const Text = z.string().nullable();
const Moment = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));

/** A fact as `deal_events` keeps it. */
const StoredFact = z.object({
  leadId: z.string(),
  action: z.enum(['add', 'update', 'status', 'delete', 'restore', 'responsible', 'read']),
  name: Text,
  statusId: z.number().nullable(),
  oldStatusId: z.number().nullable(),
  pipelineId: z.number().nullable(),
  price: Text,
  priceGiven: z.boolean(),
  createdAt: Moment,
  updatedAt: Moment,
  closedAt: Moment,
  accountId: Text,
  utm: z
    .object({
      utm_source: Text,
      utm_medium: Text,
      utm_campaign: Text,
      utm_content: Text,
      utm_term: Text,
      utm_referrer: Text,
      fbclid: Text,
    })
    .nullable(),
  customFields: z.array(z.object({ id: z.string(), code: Text, name: Text, values: z.array(z.string()) })),
  contactIds: z.array(z.string()).nullable(),
  deleted: z.boolean(),
});

/** Reads a stored fact back. @throws ZodError for a row that no version of the product has written */
export function readStoredFact(json: unknown): LeadFact {
  return StoredFact.parse(json);
}
