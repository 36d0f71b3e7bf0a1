import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { reconcile } from './reconcile.ts';
import { beginReconciliation } from './repo.ts';

const EXPRESS = 10350882;
const AT = Date.parse('2026-11-20T06:00:00Z');
const WINDOW = {
  kind: 'manual' as const,
  from: new Date('2026-11-18T00:00:00Z'),
  to: new Date('2026-11-21T00:00:00Z'),
  requestedBy: 'test',
};

let server: TestServer;
let now = new Date('2026-11-20T09:00:00Z');
/** The CRM's deals, and those in its bin. */
let living: LeadFact[] = [];
let deleted: LeadFact[] = [];

beforeEach(async () => {
  now = new Date('2026-11-20T09:00:00Z');
  [living, deleted] = [[], []];
  server = await createTestServer({ now: () => now });
});
afterEach(async () => {
  await server.close();
});

const amocrm = {
  async *listLeads() {
    yield* living;
  },
  leadsByIds: async (ids: readonly string[]) => living.filter((deal) => ids.includes(deal.leadId)),
  deletedLeads: async (ids: readonly string[]) => deleted.filter((deal) => ids.includes(deal.leadId)),
  contactsByIds: async () => [],
} as Partial<AmocrmClient> as AmocrmClient;

function deal(id: number, fields: Partial<LeadFact> = {}): LeadFact {
  return {
    ...{
      leadId: String(id),
      action: 'read',
      name: null,
      statusId: 142,
      oldStatusId: null,
      pipelineId: EXPRESS,
    },
    ...{ price: '5000', priceGiven: true, createdAt: null, updatedAt: new Date(AT), closedAt: new Date(AT) },
    ...{ accountId: null, utm: null, customFields: [], contactIds: [], deleted: false },
    ...fields,
  };
}

async function hook(id: number, fields: Record<string, string | number> = {}): Promise<void> {
  const known = { id, status_id: 142, pipeline_id: EXPRESS, price: 5000, updated_at: AT / 1000 };
  await server.hook(leadHook('status', { ...known, ...fields }));
  await server.processInbox();
}

const run = () => reconcile({ ...server.context, amocrm }, WINDOW, async () => {});
const standing = async () =>
  (
    await server.context.db
      .selectFrom('all_sales_tracking')
      .select(['lead_id', 'sale_amount'])
      .where('reversed_at', 'is', null)
      .orderBy('lead_id')
      .execute()
  ).map((row) => `${row.lead_id} ${row.sale_amount}`);
const ids = (list: { deals: { lead_id: string }[] } | null | undefined) =>
  list?.deals.map((one) => one.lead_id);

describe('a comparison with the CRM', () => {
  it('finds and mends a lost sale, a lost change and a lost deletion, and proves it', async () => {
    await hook(2);
    await hook(3);
    living = [deal(1), deal(2, { price: '4000', updatedAt: new Date(AT + 60_000) })];
    deleted = [deal(3, { deleted: true })];
    const report = await run();
    expect([ids(report?.missing), ids(report?.different), ids(report?.extra)]).toEqual([['1'], ['2'], ['3']]);
    expect(report?.remaining).toBe(0);
    expect(await standing()).toEqual(['1 5000', '2 4000']);
    const again = await run();
    expect([again?.missing?.total, again?.different?.total, again?.extra?.total]).toEqual([0, 0, 0]);
  });

  it('reverses no sale because a deal cannot be seen: the token’s user may have lost the right to', async () => {
    await hook(1);
    const report = await run();
    expect(report?.extra?.deals).toEqual([
      { lead_id: '1', fields: [{ field: 'deal', ours: 'sold', theirs: 'absent' }] },
    ]);
    expect(report?.remaining).toBe(1);
    expect(await standing()).toEqual(['1 5000']);
  });

  it('ends a quarrel of two hooks of one second by what the CRM says, whatever came first', async () => {
    for (const [id, order] of [
      [1, [142, 143]],
      [2, [143, 142]],
    ] as const) {
      for (const status of order) await hook(id, { status_id: status });
      living.push(deal(id, { statusId: 143 }));
    }
    await run();
    expect(await standing()).toEqual([]);
  });

  it('runs once at a time, and one that was killed makes room', async () => {
    const started = await beginReconciliation(server.context, WINDOW);
    expect(started).not.toBeNull();
    expect(await run()).toBeNull();
    now = new Date(now.getTime() + 3 * 60_000);
    expect((await run())?.state).toBe('done');
  });

  it('that the CRM refuses is stored as failed, with the reason', async () => {
    const refusing = {
      ...amocrm,
      listLeads: () => {
        throw new Error('unpaid');
      },
    } as AmocrmClient;
    await expect(reconcile({ ...server.context, amocrm: refusing }, WINDOW, async () => {})).rejects.toThrow(
      'unpaid',
    );
    const { body } = await server.get('/api/v1/reconciliations');
    expect(body['reconciliations']).toMatchObject([{ state: 'failed', error: 'unpaid' }]);
  });
});
