import { z } from 'zod';
import { AmocrmError } from './amocrm-error.ts';
import { type Contact, readContact } from './contact.ts';
import type { LeadFact, LeadFieldIds } from './lead-fact.ts';
import { readRestLead } from './read-rest-lead.ts';
import { type CrmPipeline, findContacts, newestLeads, readPipelines } from './look-up.ts';
import { type AmocrmRequest, createRequest, type Query, type RequestOptions } from './request.ts';
import { listWebhooks, subscribeWebhook, type WebhookSubscription } from './webhooks.ts';

/** AmoCRM's largest page. */
const PAGE = 250;
/** Ids in one URL: 100 of them are about 3 KB. */
const IDS_PER_CALL = 100;
const HEALTH_TIMEOUT_MS = 20_000;

export type LeadFilters = {
  /** Only deals in one of these stages. */
  statuses?: readonly { pipelineId: number; statusId: number }[];
  /** Only deals changed at or after / at or before, to the second. */
  updatedFrom?: Date;
  updatedTo?: Date;
};

export type AmocrmClientOptions = RequestOptions & {
  /** The account's UTM fields, read anew for each call: they are settings a person may change. */
  leadFieldIds: () => LeadFieldIds | Promise<LeadFieldIds>;
};

export type Account = { id: string; name: string; subdomain: string };

export type AmocrmClient = {
  /** The account the token belongs to: the cheapest proof that the token works. */
  account(): Promise<Account>;
  /** Deals page by page, oldest id first; `fromPage` continues an interrupted read. */
  listLeads(options?: {
    filters?: LeadFilters;
    withContacts?: boolean;
    fromPage?: number;
  }): AsyncGenerator<LeadFact, void, undefined>;
  /**
   * The deals of these ids with their contact ids. Missing are deleted and unknown ones, and those that the
   * token's user may not see: an error rather than a gap says that the answer was not to our question.
   */
  leadsByIds(ids: readonly string[]): Promise<LeadFact[]>;
  /** Of these deals those that AmoCRM says are deleted: in its bin, where they stay for a month. */
  deletedLeads(ids: readonly string[]): Promise<LeadFact[]>;
  /** The contacts of these ids with phones and e-mails; unknown ones are missing. */
  contactsByIds(ids: readonly string[]): Promise<Contact[]>;
  /** The newest deals of these pipelines with their contact ids, newest first, at most `count`. */
  newestLeads(question: { pipelineIds: readonly number[]; count: number }): Promise<LeadFact[]>;
  /** Contacts found loosely by a phone or an e-mail, and the ids of their deals. */
  findContacts(text: string): Promise<(Contact & { dealIds: string[] })[]>;
  /** Every pipeline of the account with its stages, in the CRM's order. */
  pipelines(): Promise<CrmPipeline[]>;
  /** The account's webhook subscriptions, also those of others. */
  webhooks(): Promise<WebhookSubscription[]>;
  /** Subscribes an address to these events, changes its subscription, or turns it on again. */
  subscribe(destination: string, settings: readonly string[]): Promise<WebhookSubscription>;
};

/**
 * AmoCRM's REST API v4 as we use it: it reads, and writes nothing but our own webhook subscriptions. Every
 * request passes the gate that all clients of all processes share. Every method throws AmocrmError. What comes back is checked against what was asked: AmoCRM silently ignores filters it does
 * not know and then answers with everything.
 */
export function createAmocrmClient(options: AmocrmClientOptions): AmocrmClient {
  const request = createRequest(options);
  return {
    account: () => readAccount(request),
    listLeads: (question = {}) => listLeads(request, options, question),
    leadsByIds: async (ids) => {
      const fieldIds = await options.leadFieldIds();
      const rows = await rowsByIds(request, 'leads', ids, [['with', 'contacts']]);
      return onlyAsked(
        ids,
        rows.map((row) => readRestLead(row, fieldIds)),
        (lead) => lead.leadId,
      );
    },
    deletedLeads: async (ids) => {
      const fieldIds = await options.leadFieldIds();
      const rows = await rowsByIds(request, 'leads', ids, [['with', 'only_deleted']]);
      const leads = readRows(rows, (row) => readRestLead(row, fieldIds));
      // The proof is the row's own word: an API that ignores `only_deleted` answers with living deals.
      return leads.filter((lead) => lead.deleted && ids.includes(lead.leadId));
    },
    contactsByIds: async (ids) => {
      const rows = await rowsByIds(request, 'contacts', ids, []);
      return onlyAsked(ids, rows.map(readContact), (contact) => contact.id);
    },
    newestLeads: async (question) => newestLeads(request, await options.leadFieldIds(), question),
    findContacts: (text) => findContacts(request, text),
    pipelines: () => readPipelines(request),
    webhooks: () => listWebhooks(request),
    subscribe: (destination, settings) => subscribeWebhook(request, destination, settings),
  };
}

const AccountAnswer = z.object({ id: z.number().int(), name: z.string(), subdomain: z.string() });

async function readAccount(request: AmocrmRequest): Promise<Account> {
  const answer = await request({ path: '/account', timeoutMs: HEALTH_TIMEOUT_MS });
  const parsed = AccountAnswer.safeParse(answer);
  if (!parsed.success) throw new AmocrmError('unexpected', { status: 200, cause: parsed.error });
  return { ...parsed.data, id: String(parsed.data.id) };
}

async function* listLeads(
  request: AmocrmRequest,
  options: AmocrmClientOptions,
  { filters = {}, withContacts = false, fromPage = 1 }: NonNullable<Parameters<AmocrmClient['listLeads']>[0]>,
): AsyncGenerator<LeadFact, void, undefined> {
  const fieldIds = await options.leadFieldIds();
  // By id, because the order by change shifts under our feet while deals change between two pages.
  const query: Query = [
    ['order[id]', 'asc'],
    ...(withContacts ? [['with', 'contacts'] as const] : []),
    ...filterQuery(filters),
  ];
  const seen = new Set<string>();
  for (let page = fromPage; ; page += 1) {
    const { rows, hasNext } = await readPage(request, 'leads', page, query);
    const seenBefore = seen.size;
    for (const lead of readRows(rows, (row) => readRestLead(row, fieldIds))) {
      if (seen.has(lead.leadId)) continue;
      seen.add(lead.leadId);
      if (wasAskedFor(lead, filters)) yield lead;
    }
    // A page that brings nothing new means that `page` was ignored: without this it would never end.
    if (!hasNext || rows.length < PAGE || seen.size === seenBefore) return;
  }
}

function filterQuery({ statuses = [], updatedFrom, updatedTo }: LeadFilters): Query {
  const seconds = (instant: Date) => String(wholeSecond(instant) / 1000);
  return [
    ...statuses.flatMap(
      ({ pipelineId, statusId }, index): Query => [
        [`filter[statuses][${index}][pipeline_id]`, String(pipelineId)],
        [`filter[statuses][${index}][status_id]`, String(statusId)],
      ],
    ),
    ...(updatedFrom ? [['filter[updated_at][from]', seconds(updatedFrom)] as const] : []),
    ...(updatedTo ? [['filter[updated_at][to]', seconds(updatedTo)] as const] : []),
  ];
}

/** AmoCRM ignores filters it does not know and answers with everything: each returned row is looked at. */
function wasAskedFor(lead: LeadFact, { statuses, updatedFrom, updatedTo }: LeadFilters): boolean {
  const inStatus =
    statuses === undefined ||
    statuses.some(({ pipelineId, statusId }) => lead.pipelineId === pipelineId && lead.statusId === statusId);
  // A deal that does not say when it changed cannot be outside.
  const changed = lead.updatedAt?.getTime() ?? null;
  const tooEarly = changed !== null && updatedFrom !== undefined && changed < wholeSecond(updatedFrom);
  const tooLate = changed !== null && updatedTo !== undefined && changed > wholeSecond(updatedTo);
  return inStatus && !tooEarly && !tooLate;
}

const wholeSecond = (instant: Date) => Math.floor(instant.getTime() / 1000) * 1000;

async function rowsByIds(
  request: AmocrmRequest,
  entity: 'leads' | 'contacts',
  ids: readonly string[],
  query: Query,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
    const asked = ids.slice(start, start + IDS_PER_CALL).map((id) => ['filter[id][]', id] as const);
    rows.push(...(await readPage(request, entity, 1, [...query, ...asked])).rows);
  }
  return rows;
}

const Page = z.object({
  _links: z.object({ next: z.object({ href: z.string() }).optional() }).optional(),
  _embedded: z.record(z.string(), z.unknown()),
});

/** One page of a list. 204 is an empty list; `next` only says that there is more: its URL is not followed. */
async function readPage(request: AmocrmRequest, entity: 'leads' | 'contacts', page: number, query: Query) {
  const answer = await request({
    path: `/${entity}`,
    query: [['page', String(page)], ['limit', String(PAGE)], ...query],
  });
  if (answer === null) return { rows: [], hasNext: false };
  const parsed = Page.safeParse(answer);
  const rows: unknown = parsed.data?._embedded[entity];
  if (!parsed.success || !Array.isArray(rows)) {
    throw new AmocrmError('unexpected', { status: 200, cause: parsed.error });
  }
  return { rows: rows.map((row): unknown => row), hasNext: parsed.data._links?.next !== undefined };
}

/** The readable rows; when none of them is, the API is not the one we know, and silence would hide it. */
function readRows<Row>(rows: readonly unknown[], read: (row: unknown) => Row | null): Row[] {
  const readable = rows.map(read).filter((row) => row !== null);
  if (rows.length > 0 && readable.length === 0) throw new AmocrmError('unexpected', { status: 200 });
  return readable;
}

/**
 * The rows of the asked ids, each once. A row that nobody asked for means that the filter was ignored, and one that
 * cannot be read may be any of them: then it is not known which ids are missing, and missing would be taken for
 * deleted.
 */
function onlyAsked<Row>(
  ids: readonly string[],
  rows: readonly (Row | null)[],
  idOf: (row: Row) => string,
): Row[] {
  const asked = new Set(ids);
  const byId = new Map<string, Row>();
  for (const row of rows) {
    if (row === null) throw new AmocrmError('unexpected', { status: 200, answer: 'a row cannot be read' });
    if (!asked.has(idOf(row)))
      throw new AmocrmError('unexpected', { status: 200, answer: 'a row that was not asked for' });
    byId.set(idOf(row), row);
  }
  return [...asked].map((id) => byId.get(id)).filter((row) => row !== undefined);
}
