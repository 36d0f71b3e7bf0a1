import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createTestServer,
  type HookLead,
  leadHook,
  type TestServer,
  WEBHOOK_SECRET,
} from '../../testing/running-server.ts';

const EXPRESS = 10350882;
const FLAGMAN = 10418746;
const WON = 142;
const AT = 1_794_000_000;

const fixture = (name: string) =>
  readFileSync(new URL(`../../integrations/amocrm/fixtures/${name}`, import.meta.url), 'utf8').trim();

let server: TestServer;
let nextLeadId = 50_000_000;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
});

function sale(fields: HookLead = {}): HookLead & { id: number } {
  nextLeadId += 1;
  const standard = { name: 'Сделка', status_id: WON, pipeline_id: EXPRESS, price: 5000, updated_at: AT };
  return { ...standard, ...fields, id: nextLeadId };
}

async function ledgerOf(leadId: number) {
  return server.context.db
    .selectFrom('all_sales_tracking as s')
    .leftJoin('traffic_teams as t', 't.id', 's.team_id')
    .selectAll('s')
    .select('t.slug as team')
    .where('lead_id', '=', String(leadId))
    .execute();
}

async function deliver(body: string, path?: string): Promise<void> {
  expect(await server.hook(body, path)).toBe(200);
  await server.processInbox();
}

describe('a captured AmoCRM request', () => {
  it('is answered 200, kept byte for byte, and visible in the inbox', async () => {
    const body = fixture('06-etesttask-2025-05-leads-update.form.txt');
    await deliver(body);
    const { body: answer } = await server.get('/api/v1/inbox?limit=1');
    expect(answer.deliveries).toEqual([
      expect.objectContaining({
        endpoint: '/api/amocrm/sales-webhook',
        bytes: Buffer.byteLength(body),
        state: 'processed',
        outcome: 'deals: 1, changed: 1',
      }),
    ]);
    const stored = await server.context.db
      .selectFrom('webhook_deliveries')
      .select('body')
      .executeTakeFirstOrThrow();
    expect(stored.body.toString('utf8')).toBe(body);
  });

  it('sent ten times gives one set of facts', async () => {
    const deal = sale({ utm: { utm_source: 'fb_kenesary' } });
    for (let time = 0; time < 10; time += 1) expect(await server.hook(leadHook('status', deal))).toBe(200);
    await server.processInbox();
    const [row, ...others] = await ledgerOf(deal.id);
    expect(others).toEqual([]);
    const history = await server.context.db
      .selectFrom('sale_events')
      .select('kind')
      .where('sale_id', '=', row?.id ?? '')
      .execute();
    expect(history).toEqual([{ kind: 'created' }]);
  });
});

describe('the ledger', () => {
  it('takes the product from the pipeline, not from the URL', async () => {
    const deal = sale({ pipeline_id: FLAGMAN, price: 490000 });
    await deliver(leadHook('status', deal), '/api/amocrm/funnel-sale');
    expect(await ledgerOf(deal.id)).toEqual([
      expect.objectContaining({ product_key: 'flagman', sale_amount: '490000', amount_flag: null }),
    ]);
  });

  it('sells "other" in an unknown pipeline', async () => {
    const deal = sale({ pipeline_id: 777 });
    await deliver(leadHook('status', deal));
    expect(await ledgerOf(deal.id)).toEqual([expect.objectContaining({ product_key: 'other' })]);
  });

  it.each(['', '0'])('keeps the price %j as unknown, never as 5,000', async (price) => {
    const deal = sale({ price });
    await deliver(leadHook('status', deal));
    expect(await ledgerOf(deal.id)).toEqual([
      expect.objectContaining({ sale_amount: null, amount_flag: 'unknown' }),
    ]);
  });

  it('records an unexpected price as it is and flags it', async () => {
    const deal = sale({ price: 4500 });
    await deliver(leadHook('status', deal));
    expect(await ledgerOf(deal.id)).toEqual([
      expect.objectContaining({ sale_amount: '4500', amount_flag: 'unexpected' }),
    ]);
  });

  it('credits the team of the deal and keeps the receipt', async () => {
    const deal = sale({ utm: { utm_source: 'fb_arystan', utm_campaign: 'x' } });
    await deliver(leadHook('status', deal));
    const [row] = await ledgerOf(deal.id);
    expect(row).toMatchObject({ team: 'arystan', targetologist: 'Arystan' });
    const { body } = await server.get(`/api/v1/sales/${row?.id}`);
    expect(body.receipt).toMatchObject({ basis: 'deal_touch', confidence: 'high', rule_version: 1 });
  });

  it('leaves a sale whose word belongs to two teams unattributed, with both as candidates', async () => {
    const deal = sale({ utm: { utm_source: 'pb_agency' } });
    await deliver(leadHook('status', deal));
    const [row] = await ledgerOf(deal.id);
    expect(row).toMatchObject({ team: null });
    const { body } = await server.get(`/api/v1/sales/${row?.id}`);
    const receipt = body.receipt as { reason: string; rejected: { team_name: string }[] };
    expect(receipt.reason).toBe('conflict');
    expect(receipt.rejected.map((candidate) => candidate.team_name).sort()).toEqual(['Kenesary', 'Traf4']);
  });

  it('reverses a sale that leaves the won status and restores it when it comes back', async () => {
    const deal = sale();
    await deliver(leadHook('status', deal));
    await deliver(leadHook('status', { ...deal, status_id: 143, updated_at: AT + 60 }));
    expect(await ledgerOf(deal.id)).toEqual([
      expect.objectContaining({ reversal_reason: 'left_won_status' }),
    ]);
    await deliver(leadHook('status', { ...deal, updated_at: AT + 120 }));
    expect(await ledgerOf(deal.id)).toEqual([expect.objectContaining({ reversed_at: null, version: 3 })]);
  });

  it('does not let an older fact overwrite a newer one', async () => {
    const deal = sale({ price: 6000, updated_at: AT + 100 });
    await deliver(leadHook('update', deal));
    await deliver(leadHook('update', { ...deal, price: 5000, status_id: 1, updated_at: AT }));
    expect(await ledgerOf(deal.id)).toEqual([
      expect.objectContaining({ sale_amount: '6000', reversed_at: null }),
    ]);
  });

  it('reads every deal of a batch, not only index 0', async () => {
    const deals = [sale(), sale(), sale()];
    await deliver(leadHook('status', ...deals));
    for (const deal of deals) expect(await ledgerOf(deal.id)).toHaveLength(1);
  });

  it('keeps the landing side tables equal to the ledger', async () => {
    const deal = sale();
    const projected = () =>
      server.context.db
        .selectFrom('express_course_sales')
        .select('amount')
        .where('deal_id', '=', String(deal.id))
        .execute();
    await deliver(leadHook('status', deal));
    expect(await projected()).toEqual([{ amount: '5000' }]);
    await deliver(leadHook('delete', { id: deal.id, status_id: WON, pipeline_id: EXPRESS }));
    expect(await projected()).toEqual([]);
  });
});

describe('the inbox', () => {
  it('refuses a wrong secret with 401 and stores nothing', async () => {
    const before = await server.get('/api/v1/inbox?limit=1');
    const answer = await server.app.inject({
      method: 'POST',
      url: `/api/amocrm/sales-webhook/${'x'.repeat(WEBHOOK_SECRET.length)}`,
      payload: 'leads=1',
    });
    expect(answer.statusCode).toBe(401);
    expect((await server.get('/api/v1/inbox?limit=1')).body.deliveries).toEqual(before.body.deliveries);
  });

  it.each([
    ['no deals', 'contacts[update][0][id]=1', 'ignored'],
    ['nonsense', 'hello', 'ignored'],
    ['broken JSON', '{"leads": {', 'quarantined'],
    ['nothing', '', 'ignored'],
  ])('answers 200 to %s and says what became of it', async (_name, body, state) => {
    await deliver(body);
    const { body: answer } = await server.get('/api/v1/inbox?limit=1');
    expect(answer.deliveries).toEqual([expect.objectContaining({ state })]);
  });

  it('quarantines a delivery of another account', async () => {
    const strict = await createTestServer({ env: { AMOCRM_ACCOUNT_ID: '1' } });
    try {
      expect(await strict.hook(leadHook('status', sale()))).toBe(200);
      await strict.processInbox();
      const { body } = await strict.get('/api/v1/inbox');
      expect(body.deliveries).toEqual([
        expect.objectContaining({ state: 'quarantined', outcome: 'foreign account 30000001' }),
      ]);
    } finally {
      await strict.close();
    }
  });
});

describe('replay', () => {
  async function replay(payload: object) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/inbox/replay',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      payload,
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  }
  const ledger = () => server.context.db.selectFrom('all_sales_tracking').selectAll().orderBy('id').execute();

  it('counts first, and changes nothing in the ledger when everything is processed again', async () => {
    for (let time = 0; time < 5; time += 1) await deliver(leadHook('status', sale()));
    const before = await ledger();
    const dry = await replay({ state: 'processed' });
    expect(dry.body).toMatchObject({ success: true, replayed: 0 });
    const real = await replay({ state: 'processed', dry_run: false });
    expect(real.body).toMatchObject({ matched: dry.body.matched, replayed: dry.body.matched });
    await server.processInbox();
    expect(await ledger()).toEqual(before);
  });

  it('applies a delivery that could not be read before, and is in the audit log', async () => {
    const deal = sale();
    expect(await server.hook(leadHook('status', deal))).toBe(200);
    const { id } = await server.context.db
      .updateTable('webhook_deliveries')
      .set({ state: 'failed', outcome: 'a defect' })
      .where('state', '=', 'pending')
      .returning('id')
      .executeTakeFirstOrThrow();
    await server.processInbox();
    expect(await ledgerOf(deal.id)).toEqual([]);
    expect((await replay({ ids: [id], dry_run: false })).body).toMatchObject({ replayed: 1 });
    await server.processInbox();
    expect(await ledgerOf(deal.id)).toHaveLength(1);
    const audit = await server.context.db.selectFrom('audit_log').select('action').execute();
    expect(audit).toContainEqual({ action: 'inbox.replay' });
  });

  it('refuses to replay everything by mistake: an empty filter is an error', async () => {
    expect((await replay({ dry_run: false })).status).toBe(400);
  });
});
