import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AmocrmClient, Contact, LeadFact } from '../../integrations/amocrm/index.ts';
import { type BreakableDatabase, createBreakableDatabase } from '../../testing/breakable-database.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { createEmptyDatabase } from '../../testing/test-database.ts';
import { syncLandingWithCrm } from './sync-with-crm.ts';

const EXPRESS = 10350882;
const FLAGMAN = 10418746;

/** A deal of the CRM with its one contact. */
type CrmDeal = { id: number; pipeline?: number; created: string; phone?: string; email?: string };
let crm: CrmDeal[] = [];
let asked: string[] = [];
let refusal: Error | null = null;
let now = new Date('2026-11-20T09:00:00Z');

const fact = ({ id, pipeline = EXPRESS, created }: CrmDeal): LeadFact => ({
  leadId: String(id),
  action: 'read',
  name: null,
  statusId: 82174958,
  oldStatusId: null,
  pipelineId: pipeline,
  price: null,
  priceGiven: true,
  createdAt: new Date(created),
  updatedAt: new Date(created),
  closedAt: null,
  accountId: null,
  utm: null,
  customFields: [],
  contactIds: [String(id + 1_000_000)],
  deleted: false,
});
const contact = ({ id, phone, email }: CrmDeal): Contact => ({
  id: String(id + 1_000_000),
  name: 'К',
  phones: phone === undefined ? [] : [phone],
  emails: email === undefined ? [] : [email],
});

function ask<T>(what: string, answer: T): T {
  asked.push(what);
  if (refusal !== null) throw refusal;
  return answer;
}
/** AmoCRM as far as the sync asks it. */
const client = {
  newestLeads: async ({ count }: { count: number }) => ask(`newest ${count}`, crm.slice(0, count).map(fact)),
  async *listLeads({ filters }: { filters?: { updatedFrom?: Date } } = {}) {
    const from = filters?.updatedFrom ?? new Date(0);
    yield* ask(`since ${from.toISOString()}`, crm.filter((deal) => new Date(deal.created) >= from).map(fact));
  },
  leadsByIds: async (ids: readonly string[]) =>
    ask(`deals ${ids.join()}`, crm.filter((deal) => ids.includes(String(deal.id))).map(fact)),
  contactsByIds: async (ids: readonly string[]) => crm.map(contact).filter((one) => ids.includes(one.id)),
  findContacts: async (text: string) =>
    ask(
      `find ${text}`,
      crm
        .filter(({ phone, email }) => phone?.replaceAll(/\D/g, '').endsWith(text) || email === text)
        .map((deal) => ({ ...contact(deal), dealIds: [String(deal.id)] })),
    ),
} as Partial<AmocrmClient> as AmocrmClient;

let server: TestServer;

beforeEach(async () => {
  crm = [];
  asked = [];
  refusal = null;
  now = new Date('2026-11-20T09:00:00Z');
  server = await createTestServer({ now: () => now });
});
afterEach(async () => {
  await server.close();
});

async function post(...leads: { id: string; phone?: string; email?: string; created_at?: string }[]) {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/landing/leads',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: {
      leads: leads.map((lead) => ({ source: 'proftest', created_at: '2026-11-19T10:00:00Z', ...lead })),
    },
  });
  expect(answer.statusCode, answer.body).toBe(200);
}
async function sync(since: Date | null = null, amocrm: AmocrmClient | null = client) {
  return syncLandingWithCrm({ ...server.context, amocrm }, since, async () => undefined);
}
async function matches() {
  const rows = await server.context.db
    .selectFrom('landing_leads')
    .select(['id', 'amocrm_lead_id', 'amocrm_synced'])
    .orderBy('id')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.id, row.amocrm_synced ? row.amocrm_lead_id : null]));
}

describe('landing leads find their deals', () => {
  it('by phone however it is typed, then by e-mail; the parts add up to all leads', async () => {
    crm = [
      { id: 1, created: '2026-11-19T10:00:05Z', phone: '+7 (701) 555-12-12' },
      { id: 2, created: '2026-11-19T10:00:05Z', email: 'Dina@Mail.kz' },
    ];
    await post({ id: 'a', phone: '8 701 555 12 12' }, { id: 'b', email: ' dina@mail.kz' }, { id: 'c' });
    expect(await sync()).toMatchObject({
      status: 'ok',
      ...{ leads: 3, synced: 2, already_synced: 0, not_found: 1, deals_read: 2 },
    });
    expect(await matches()).toEqual({ a: '1', b: '2', c: null });
    expect(await sync()).toMatchObject({ synced: 0, already_synced: 2, not_found: 1 });
  });

  it('of the Express pipeline only, the deal opened closest to the lead', async () => {
    const phone = '87015551212';
    crm = [
      { id: 1, created: '2026-10-01T10:00:00Z', phone },
      { id: 2, created: '2026-11-19T10:00:05Z', phone },
      { id: 3, created: '2026-11-19T10:00:00Z', phone, pipeline: FLAGMAN },
    ];
    await post({ id: 'new', phone }, { id: 'old', phone, created_at: '2026-10-01T09:00:00Z' });
    await sync();
    expect(await matches()).toEqual({ new: '2', old: '1' });
  });

  it('a match by e-mail gives way to one by phone, and never the other way round', async () => {
    // The phone and the e-mail of lead "a" belong to two people: a husband applied with his wife's e-mail.
    await post({ id: 'x', phone: '87015551212' });
    crm = [{ id: 1, created: '2026-11-19T10:00:05Z', email: 'd@mail.kz' }];
    await sync();
    await post({ id: 'a', phone: '87015551212', email: 'd@mail.kz' });
    await sync();
    expect(await matches()).toEqual({ a: '1', x: null });
    crm.push({ id: 2, created: '2026-11-19T10:00:06Z', phone: '87015551212' });
    expect(await sync()).toMatchObject({ synced: 1, already_synced: 1 });
    expect(await matches()).toEqual({ a: '2', x: '2' });
    crm.push({ id: 3, created: '2026-11-19T10:00:00Z', email: 'd@mail.kz' });
    expect(await sync()).toMatchObject({ synced: 0, already_synced: 2 });
    expect(await matches()).toEqual({ a: '2', x: '2' });
  });

  it('a deal that the landing side named itself is never replaced, and believed once the CRM has it', async () => {
    const phone = '87015551212';
    await post({ id: 'a', phone }, { id: 'b' });
    const { db } = server.context;
    await db.updateTable('landing_leads').set({ amocrm_lead_id: '9' }).where('id', '=', 'a').execute();
    await db.updateTable('landing_leads').set({ amocrm_lead_id: '404' }).where('id', '=', 'b').execute();
    crm = [
      { id: 1, created: '2026-11-19T10:00:00Z', phone },
      { id: 9, created: '2026-11-01T10:00:00Z', pipeline: FLAGMAN },
    ];
    expect(await sync()).toMatchObject({ synced: 1, not_found: 1 });
    expect(await matches()).toEqual({ a: '9', b: null });
  });
});

describe('the CRM', () => {
  it('is read for the 500 newest deals first and for changes afterwards', async () => {
    crm = [{ id: 1, created: '2026-11-20T08:59:00Z', phone: '87015551212' }];
    await post({ id: 'a', phone: '87015551212' });
    const first = await sync();
    expect(first.read_to).toBe(now.toISOString());
    now = new Date('2026-11-20T15:00:00Z');
    crm.push({ id: 2, created: '2026-11-20T14:00:00Z', phone: '87015551213' });
    await post({ id: 'b', phone: '87015551213' });
    expect(await sync(new Date(first.read_to ?? 0))).toMatchObject({ synced: 1, already_synced: 1 });
    expect(asked).toEqual(['newest 500', 'since 2026-11-20T08:50:00.000Z']);
  });

  it('is asked for the contacts of a lead whose deal is older than those, once a week', async () => {
    const phone = '+7 701 555 12 12';
    await post({ id: 'a', phone }, { id: 'b', phone: '87015550000' });
    crm = [{ id: 1, created: '2026-11-01T10:00:00Z', phone }];
    const since = new Date('2026-11-20T08:00:00Z');
    expect(await sync(since)).toMatchObject({ synced: 1, not_found: 1, looked_up: 2, deals_read: 0 });
    expect(asked.filter((one) => one.startsWith('find'))).toEqual(['find 7015551212', 'find 7015550000']);
    asked = [];
    await sync(since);
    expect(asked.filter((one) => one.startsWith('find'))).toEqual([]);
    now = new Date('2026-11-28T09:00:00Z');
    await sync(since);
    expect(asked.filter((one) => one.startsWith('find'))).toEqual(['find 7015550000']);
  });

  it('that refuses leaves the run partial: leads are matched with our deals, and nothing more is asked', async () => {
    crm = [{ id: 1, created: '2026-11-19T10:00:05Z', phone: '87015551212' }];
    await sync();
    refusal = new Error('AmoCRM: подписка не оплачена');
    asked = [];
    await post({ id: 'a', phone: '87015551212' }, { id: 'b', phone: '87015550000' });
    const since = new Date('2026-11-20T08:00:00Z');
    expect(await sync(since)).toMatchObject({
      ...{ status: 'partial', synced: 1, not_found: 1, looked_up: 0, read_to: since.toISOString() },
      problems: ['AmoCRM: подписка не оплачена'],
    });
    expect(asked).toHaveLength(1);
  });

  it('that is not configured is not missed', async () => {
    await post({ id: 'a', phone: '87015551212' });
    expect(await sync(null, null)).toMatchObject({ status: 'ok', synced: 0, not_found: 1, read_to: null });
  });
});

it('says the state of every e-mail and SMS', async () => {
  await post({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' });
  await sql`
    update landing_leads set email_sent = id in ('a', 'b'), email_opened_at = case when id = 'a' then now() end,
      email_error = case when id = 'c' then 'bounced' end, sms_sent = case when id = 'a' then true end,
      sms_clicked = id = 'a'`.execute(server.context.db);
  expect(await sync()).toMatchObject({
    email: { sent: 2, failed: 1, not_sent: 1, opened: 1, clicked: 0 },
    sms: { sent: 1, failed: 0, not_sent: 3, clicked: 1 },
  });
});

describe('a separate Landing database', () => {
  let far: { url: string; drop: () => Promise<void> };
  let landing: BreakableDatabase;
  let apart: TestServer;
  beforeEach(async () => {
    far = await createEmptyDatabase();
    landing = await createBreakableDatabase(far.url);
    apart = await createTestServer({ now: () => now, env: { LANDING_DATABASE_URL: landing.url } });
    await apart.context.landing.separate();
    await sql`insert into landing_leads (id, phone, email, source, created_at) values
      ('a', '87015551212', 'a@mail.kz', 'proftest', '2026-11-19T10:00:00Z'),
      ('b', '87015551213', null, 'proftest', '2026-11-19T10:00:00Z')`.execute(landing.db);
  });
  afterEach(async () => {
    await apart.close();
    await landing.close();
    await far.drop();
  });
  const syncApart = () =>
    syncLandingWithCrm({ ...apart.context, amocrm: client }, null, async () => undefined);
  const there = async () => {
    const rows = await landing.db.selectFrom('landing_leads').selectAll().orderBy('id').execute();
    return rows.map((row) => [row.amocrm_lead_id, row.amocrm_synced]);
  };

  it('is read first and told of the matches', async () => {
    crm = [
      { id: 1, created: '2026-11-19T10:00:05Z', phone: '87015551212' },
      { id: 2, created: '2026-11-19T10:00:05Z', phone: '87015551213' },
    ];
    expect(await syncApart()).toMatchObject({ leads: 2, synced: 2, not_found: 0 });
    expect(await there()).toEqual([
      ['1', true],
      ['2', true],
    ]);
  });

  it('that is away is told at the next run, of the better match if there is one by then', async () => {
    await sql`update landing_leads set email = null`.execute(landing.db);
    await syncApart();
    crm = [{ id: 1, created: '2026-11-19T10:00:05Z', email: 'w@mail.kz' }];
    await syncApart();
    await sql`insert into landing_leads (id, phone, email, source, created_at) values
      ('c', '87015551212', 'w@mail.kz', 'proftest', '2026-11-19T11:00:00Z')`.execute(landing.db);
    await syncApart();
    const none = [null, false];
    expect(await there()).toEqual([none, none, ['1', true]]);
    crm.push({ id: 2, created: '2026-11-19T10:00:05Z', phone: '87015551212' });
    landing.breakDown();
    expect(await syncApart()).toMatchObject({ status: 'partial', synced: 1, already_synced: 1 });
    landing.repair();
    expect(await syncApart()).toMatchObject({ status: 'ok' });
    expect(await there()).toEqual([['2', true], none, ['2', true]]);
  });
});
