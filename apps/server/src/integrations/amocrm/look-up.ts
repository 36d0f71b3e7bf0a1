import { z } from 'zod';
import { AmocrmError } from './amocrm-error.ts';
import { type Contact, readContact } from './contact.ts';
import type { LeadFact, LeadFieldIds } from './lead-fact.ts';
import { readRestLead } from './read-rest-lead.ts';
import type { AmocrmRequest } from './request.ts';

/** A pipeline with its stages in the CRM's order. */
export type CrmPipeline = {
  id: string;
  name: string;
  archived: boolean;
  stages: { id: string; name: string }[];
};

/** AmoCRM's largest page. */
const PAGE = 250;
/** A pipeline filter that is ignored must not make us read the whole account. */
const MAX_PAGES = 20;

const Stage = z.object({ id: z.number().int(), name: z.string(), sort: z.number().default(0) });
const Pipelines = z.object({
  _embedded: z.object({
    pipelines: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        sort: z.number().default(0),
        is_archive: z.boolean().default(false),
        _embedded: z.object({ statuses: z.array(Stage) }),
      }),
    ),
  }),
});

/** Every pipeline of the account: `GET /leads/pipelines`, which answers all of them at once. */
export async function readPipelines(request: AmocrmRequest): Promise<CrmPipeline[]> {
  const parsed = Pipelines.safeParse(await request({ path: '/leads/pipelines' }));
  if (!parsed.success) throw new AmocrmError('unexpected', { status: 200, cause: parsed.error });
  const inOrder = <Item extends { sort: number }>(items: Item[]) => items.toSorted((a, b) => a.sort - b.sort);
  return inOrder(parsed.data._embedded.pipelines).map((pipeline) => ({
    id: String(pipeline.id),
    name: pipeline.name,
    archived: pipeline.is_archive,
    stages: inOrder(pipeline._embedded.statuses).map(({ id, name }) => ({ id: String(id), name })),
  }));
}

/** The newest deals of these pipelines with their contact ids, newest first, at most `count`. */
export async function newestLeads(
  request: AmocrmRequest,
  fieldIds: LeadFieldIds,
  { pipelineIds, count }: { pipelineIds: readonly number[]; count: number },
): Promise<LeadFact[]> {
  const found = new Map<string, LeadFact>();
  for (let page = 1; page <= MAX_PAGES && found.size < count && pipelineIds.length > 0; page += 1) {
    const rows = embedded(
      await request({
        path: '/leads',
        query: [
          ['page', String(page)],
          ['limit', String(PAGE)],
          ['order[created_at]', 'desc'],
          ['with', 'contacts'],
          ...pipelineIds.map((id) => ['filter[pipeline_id][]', String(id)] as const),
        ],
      }),
      'leads',
    );
    for (const row of rows) {
      const lead = readRestLead(row, fieldIds);
      if (lead?.pipelineId != null && pipelineIds.includes(lead.pipelineId)) found.set(lead.leadId, lead);
    }
    if (rows.length < PAGE) break;
  }
  return [...found.values()].slice(0, count);
}

const ContactDeals = z.object({
  _embedded: z.object({ leads: z.array(z.object({ id: z.number().int() })) }),
});

/** Contacts that AmoCRM finds by a phone or an e-mail, and the ids of their deals. It searches loosely: compare. */
export async function findContacts(
  request: AmocrmRequest,
  text: string,
): Promise<(Contact & { dealIds: string[] })[]> {
  const answer = await request({
    path: '/contacts',
    query: [
      ['query', text],
      ['with', 'leads'],
      ['limit', '50'],
    ],
  });
  return embedded(answer, 'contacts').flatMap((row) => {
    const contact = readContact(row);
    if (contact === null) return [];
    const deals = ContactDeals.safeParse(row).data?._embedded.leads ?? [];
    return [{ ...contact, dealIds: deals.map(({ id }) => String(id)) }];
  });
}

function embedded(answer: unknown, entity: 'leads' | 'contacts'): unknown[] {
  if (answer === null) return [];
  const parsed = z.object({ _embedded: z.record(z.string(), z.array(z.unknown())) }).safeParse(answer);
  const rows = parsed.data?._embedded[entity];
  if (rows === undefined) throw new AmocrmError('unexpected', { status: 200, cause: parsed.error });
  return rows;
}
