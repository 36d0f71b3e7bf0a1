import type { CrmFunnel } from '@traffic/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { fetchCrmLeads } from './fetch-crm-leads.ts';
import { crmLeadsJobs } from './jobs.ts';

const EXPRESS = 10350882;
const FLAGMAN = 10418746;
const WON = 142;
const PERIOD = 'start=2026-11-01&end=2026-11-20';

let server: TestServer;
let now = new Date('2026-11-20T09:00:00Z');

type CrmDeal = { id: number; status: number; created: string; pipeline?: number; price?: string | null };
const deal = ({ id, status, created, pipeline = EXPRESS, price = '5000' }: CrmDeal): LeadFact => ({
  ...{ leadId: String(id), action: 'read', name: null, statusId: status, oldStatusId: null },
  ...{ pipelineId: pipeline, price, priceGiven: true, createdAt: new Date(created) },
  ...{ updatedAt: new Date(created), closedAt: null, accountId: null, utm: null, customFields: [] },
  ...{ contactIds: [String(id + 1_000_000)], deleted: false },
});

let crm: CrmDeal[] = [];
const questions: unknown[] = [];
/** AmoCRM as far as the fetcher asks it; each deal has a contact with a phone of its own. */
const client = {
  pipelines: async () => [
    {
      ...{ id: String(EXPRESS), name: 'Экспресс-курс', archived: false },
      stages: [
        { id: '81854578', name: 'Новая' },
        { id: '142', name: 'Успешно реализовано' },
        { id: '143', name: 'Закрыто и не реализовано' },
      ],
    },
    { id: '555', name: 'Чужая', archived: false, stages: [{ id: '1', name: 'Первая' }] },
  ],
  async *listLeads({ filters }: Parameters<AmocrmClient['listLeads']>[0] = {}) {
    questions.push(filters);
    yield* crm.map(deal);
  },
  contactsByIds: async (ids: readonly string[]) =>
    ids.map((id) => ({ id, name: null, phones: [`8701${id}`], emails: [] })),
} as Partial<AmocrmClient> as AmocrmClient;

async function post(url: string, payload?: object) {
  return server.app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
}
const data = async (url: string) => {
  const { status, body } = await server.get(url);
  expect(status, JSON.stringify(body)).toBe(200);
  return body['data'] as Record<string, unknown>;
};

beforeAll(async () => {
  server = await createTestServer({ now: () => now });
  crm = [
    { id: 1, status: 81854578, created: '2026-11-05T10:00:00Z' },
    { id: 2, status: 81854578, created: '2026-11-06T10:00:00Z', price: null },
    { id: 3, status: WON, created: '2026-11-07T10:00:00Z' },
    { id: 4, status: 143, created: '2026-11-08T10:00:00Z', pipeline: FLAGMAN, price: '490000' },
    // 19:30 UTC of October 31 is November 1 in Almaty; of November 20 it is November 21.
    { id: 5, status: 143, created: '2026-10-31T19:30:00Z' },
    { id: 6, status: 143, created: '2026-11-20T19:30:00Z' },
  ];
  // The person of deal 1 left a lead by an ad of Kenesary.
  await post('/api/landing/leads', {
    leads: [
      {
        ...{ id: 'a', source: 'proftest', created_at: '2026-11-05T09:59:00Z' },
        ...{ phone: '87011000001', utm_source: 'fb_kenesary' },
      },
    ],
  });
});
afterAll(async () => {
  await server.close();
});

describe('before the CRM was ever read', () => {
  it('the configured pipelines are there with their configured names and no deals, and it is said why', async () => {
    const { funnels, fetched_at } = await data(`/api/traffic-dashboard/leads/by-funnel?${PERIOD}`);
    expect(fetched_at).toBeNull();
    expect((funnels as CrmFunnel[]).map(({ name, total }) => [name, total])).toContainEqual([
      'Express Course',
      0,
    ]);
  });
});

describe('the leads fetcher', () => {
  it('reads all stages of the configured pipelines once, and later what changed since', async () => {
    const [job] = crmLeadsJobs({ ...server.context, amocrm: client, onChanged: async () => undefined });
    await job?.run({});
    now = new Date('2026-11-20T15:00:00Z');
    await job?.run({});
    const statuses = [81854578, 142, 143].map((statusId) => ({ pipelineId: EXPRESS, statusId }));
    expect(questions).toEqual([{ statuses }, { statuses, updatedFrom: new Date('2026-11-20T08:50:00Z') }]);
    const { body } = await server.get('/api/v1/jobs?kind=amocrm.leads');
    expect(body['jobs']).toMatchObject([{ status: 'ok', details: { pipelines: 2, read: 6 } }, {}]);
  });

  it('keeps the names it knows when the CRM answers with none', async () => {
    const silent = { ...client, pipelines: async () => [] };
    await fetchCrmLeads(
      { ...server.context, amocrm: silent },
      { since: null, pauseMs: 0 },
      async () => undefined,
    );
    const stages = await server.context.db.selectFrom('crm_stages').select('name').execute();
    expect(stages).toHaveLength(4);
  });
});

describe('leads by stage and funnel', () => {
  it('count deals by the business day they were opened, amounts unknown beside', async () => {
    const total = await data(`/api/traffic-dashboard/leads/total?${PERIOD}`);
    expect(total).toMatchObject({
      ...{ total: 5, open: 2, won: 1, lost: 2, undated: 0 },
      ...{ amount: '505000.00', amount_unknown: 1, currency: 'KZT' },
      fetched_at: '2026-11-20T15:00:00.000Z',
    });
    expect(total['by_status']).toContainEqual({
      ...{ pipeline_id: String(EXPRESS), pipeline_name: 'Экспресс-курс', product_key: 'express' },
      ...{ status_id: '81854578', name: 'Новая', state: 'open' },
      ...{ leads: 2, amount: '5000.00', amount_unknown: 1 },
    });
  });

  it('are grouped by pipeline with the product by its key; the groups sum to the total, whatever the filter', async () => {
    for (const filter of ['', '&status=open', '&status=won', '&status=143']) {
      const byFunnel = await data(`/api/traffic-dashboard/leads/by-funnel?${PERIOD}${filter}`);
      const { total } = await data(`/api/traffic-dashboard/leads/total?${PERIOD}${filter}`);
      const funnels = byFunnel['funnels'] as CrmFunnel[];
      expect(funnels.reduce((sum, funnel) => sum + funnel.total, 0)).toBe(total);
      expect(byFunnel['total']).toBe(total);
      expect(funnels.map(({ product_key }) => product_key)).toEqual(
        expect.arrayContaining(['express', 'flagman', null]),
      );
    }
  });

  it('of the teams and of nobody sum to those of all', async () => {
    const of = async (team: string) =>
      (await data(`/api/traffic-dashboard/leads/total?${PERIOD}&team=${team}`))['total'];
    expect(await of('kenesary')).toBe(1);
    expect(await of('arystan')).toBe(0);
    expect(await of('unattributed')).toBe(4);
  });

  it('hold a deal without a date apart: a Digital Pipeline hook tells none', async () => {
    await server.hook(leadHook('status', { id: 99, status_id: 81854578, pipeline_id: EXPRESS }));
    await server.processInbox();
    expect(await data(`/api/traffic-dashboard/leads/total?${PERIOD}`)).toMatchObject({
      total: 5,
      undated: 1,
    });
  });

  it('refuse a status that is none', async () => {
    const { status } = await server.get(`/api/traffic-dashboard/leads/total?${PERIOD}&status=all`);
    expect(status).toBe(400);
  });
});

describe('sales in total', () => {
  const bought = (id: number, pipeline: number, price: number | string, at: string) =>
    leadHook('status', {
      ...{ id, status_id: WON, pipeline_id: pipeline, price, updated_at: Date.parse(at) / 1000 },
    });
  beforeAll(async () => {
    await server.hook(bought(201, FLAGMAN, 490000, '2026-11-10T10:00:00Z'));
    await server.hook(bought(202, EXPRESS, '', '2026-11-11T10:00:00Z'));
    await server.hook(bought(203, 9430994, 70000, '2026-11-12T10:00:00Z'));
    await server.processInbox();
  });

  it('are the figures of the overview by product key; an unknown amount is counted beside', async () => {
    const total = await data(`/api/traffic-dashboard/sales/total?${PERIOD}`);
    const { body } = await server.get(`/api/v1/overview?${PERIOD}`);
    expect(total).toEqual({
      ...{ express_sales: 2, flagship_sales: 1, other_sales: 1, total_sales: 4 },
      ...{ total_revenue: '565000.00', amount_unknown: 1 },
    });
    expect(body['total']).toMatchObject({ sales: 4, revenue: '565000.00', sales_amount_unknown: 1 });
  });

  it('of the funnels sum to those of all', async () => {
    const of = (funnel: string) => data(`/api/traffic-dashboard/sales/total?${PERIOD}&funnel=${funnel}`);
    const parts = await Promise.all(['express', 'flagship', 'other'].map(of));
    expect(parts.map(({ total_sales, total_revenue }) => [total_sales, total_revenue])).toEqual([
      [2, '5000.00'],
      [1, '490000.00'],
      [1, '70000.00'],
    ]);
    expect(parts[0]).toMatchObject({ express_sales: 2, flagship_sales: null, other_sales: null });
  });
});
