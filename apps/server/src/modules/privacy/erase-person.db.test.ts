import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { recordBuyers, recordReadDeals } from '../sales/index.ts';
import { PII_COLUMNS } from './pii-columns.ts';

const NOW = '2026-11-20T09:00:00Z';
const PERSON = {
  name: 'Гульнара Секретова',
  phone: '8 701 555 98 76',
  email: 'Gulnara.Secret@Mail.test',
};
/** None of this may be anywhere in the database afterwards, however written. */
const TRACES = [/Гульнар/i, /Секретов/i, /5559876/, /gulnara/i, /IwAR-secret-click/, /770155598/];
const DEAL = {
  ...{ id: 7001, name: 'Заявка: Гульнара Секретова 8 701 555 98 76', status_id: 142, pipeline_id: 10350882 },
  ...{ price: 5000, updated_at: Math.floor(Date.parse('2026-11-19T10:00:00Z') / 1000) },
};

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date(NOW) });
});
afterEach(() => server.close());

const call = (method: 'GET' | 'POST', url: string, payload?: object) =>
  server.app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
    ...(payload === undefined ? {} : { payload }),
  });
const postLead = (id: string, more: object = {}) =>
  call('POST', '/api/landing/leads', {
    leads: [
      {
        ...{ id, ...PERSON, source: 'proftest', created_at: '2026-11-18T08:00:00Z' },
        ...{ utm_source: 'fb', utm_campaign: 'kenesary_test', fbclid: 'IwAR-secret-click' },
        ...more,
      },
    ],
  });
const hook = async (deal: object = {}) => {
  const status = await server.hook(
    leadHook('status', { ...DEAL, ...deal, utm: { utm_source: 'fb', Телефон: PERSON.phone, Сумма: '2500' } }),
  );
  if (status !== 200) throw new Error(`hook: ${status}`);
  await server.processInbox();
};
const contact = { ...{ id: '1', name: PERSON.name, phones: [PERSON.phone], emails: [PERSON.email] } };
const buyer = async (leadId = '7001') => {
  const ledger = await server.context.ledger();
  const buyers = [{ leadId, contact }] as Parameters<typeof recordBuyers>[2];
  await server.context.db.transaction().execute((trx) => recordBuyers(trx, ledger, buyers));
};
const people = async (q: string) =>
  (await call('GET', `/api/v1/people?q=${encodeURIComponent(q)}`)).json().people;
const erase = async (id: string) => call('POST', `/api/v1/people/${id}/erase`, { reason: 'по запросу' });

/** The whole database as text, bodies of webhooks as they came. */
async function dump(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(server.context.db);
  const texts: string[] = [];
  for (const { name } of rows) {
    const found = await sql<{
      row: string;
    }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(server.context.db);
    texts.push(...found.rows.map(({ row }) => `${name}: ${row}`));
  }
  const bodies = await server.context.db.selectFrom('webhook_deliveries').select('body').execute();
  texts.push(
    ...bodies.map(({ body }) => `body: ${decodeURIComponent(body.toString().replaceAll('+', ' '))}`),
  );
  return texts.join('\n');
}
const tracesIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => TRACES.some((trace) => trace.test(line.replaceAll(/(?<=\d)[\s-]+(?=\d)/g, ''))));

/** What must not change: money, days, teams, kinds, and what the reports say. */
async function figures() {
  const ledger =
    await sql`select lead_id, kind, sale_amount, sale_day, team_id, targetologist, product_key, reversed_at,
    person_id from all_sales_tracking order by lead_id, kind`.execute(server.context.db);
  const leads =
    await sql`select source_id, person_id, team_id, business_day, is_first from traffic_leads order by 1`.execute(
      server.context.db,
    );
  const { total } = (await call('GET', '/api/v1/overview?start=2026-11-01&end=2026-11-20')).json();
  return { ledger: ledger.rows, leads: leads.rows, total };
}

async function fill(): Promise<string> {
  await postLead('lead-1');
  await hook();
  await buyer();
  await server.context.db
    .insertInto('notifications')
    .values({
      ...{ dedupe_key: 'n1', kind: 'sale', chat_id: '1', due_at: new Date(NOW) },
      payload: JSON.stringify({ lead_id: '7001', text: `Клиент: ${PERSON.name}` }),
      answer: `sent to ${PERSON.name}`,
    })
    .execute();
  const [found] = await people('701 555 98 76');
  return found.id;
}

const GONE = /^(null||\{\}|"erased")$/;
const HASHED = /^"erased-[0-9a-f]{32}"$/;
/** A digest of what is gone was replaced by one of the row's own number. */
const LEFT: Record<string, RegExp> = { 'deal_events.fact_key': /^[^]{1,32}$/ };

describe('the erasure of a person', () => {
  it('leaves no trace of them in any table, and every sum, day and team as it was', async () => {
    const id = await fill();
    const before = await figures();
    expect(tracesIn(await dump()).length).toBeGreaterThan(8);
    expect(before.ledger).toMatchObject([{ sale_amount: '5000', person_id: id }]);
    const answer = await erase(id);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      counts: { landing_leads: 1, all_sales_tracking: 1, webhook_deliveries: 1, people: 1 },
      landing_database: 'ours',
    });
    expect(tracesIn(await dump())).toEqual([]);
    expect(await figures()).toEqual(before);
  });

  it('empties, hashes or reduces every listed column', async () => {
    const id = await fill();
    await erase(id);
    for (const { column, erased } of PII_COLUMNS.filter(
      ({ of, erased: how }) => of === 'person' && how !== 'reduced',
    )) {
      const [table = '', name = ''] = column.split('.');
      const { rows } = await sql<{
        value: unknown;
      }>`select ${sql.ref(name)} as value from ${sql.table(table)}`.execute(server.context.db);
      for (const { value } of rows) {
        const text = Buffer.isBuffer(value) ? value.toString() : JSON.stringify(value);
        expect(text, column).toMatch(LEFT[column] ?? (erased === 'hashed' ? HASHED : GONE));
      }
    }
  });

  it('stays so when old deliveries are replayed, the CRM is read again and the form is posted again', async () => {
    const id = await fill();
    await erase(id);
    const before = await figures();
    // A delivery that came before and was not processed yet; the same deal in the CRM as it still is there.
    await hook({ updated_at: DEAL.updated_at + 60 });
    await call('POST', '/api/v1/inbox/replay', { received_from: '2026-01-01T00:00:00Z' });
    await server.processInbox();
    await buyer();
    await postLead('lead-1');
    await postLead('lead-2', { created_at: '2026-11-19T08:00:00Z' });
    expect(tracesIn(await dump())).toEqual([]);
    const after = await figures();
    expect(after.ledger).toEqual(before.ledger);
    // Who applies again is still one person with who applied before: the first lead counts once.
    expect(after.leads).toHaveLength(2);
    expect(after.leads).toMatchObject([
      { person_id: id, is_first: true },
      { person_id: id, is_first: false },
    ]);
  });

  it('holds for a new deal of theirs, whose hooks named them before we knew whose it is', async () => {
    const id = await fill();
    await erase(id);
    await hook({ id: 7002, name: `Заявка: ${PERSON.name}` });
    expect(tracesIn(await dump()).length).toBeGreaterThan(0);
    await buyer('7002');
    expect(tracesIn(await dump())).toEqual([]);
    const sale = await server.context.db
      .selectFrom('all_sales_tracking')
      .select(['person_id', 'contact_phone'])
      .where('lead_id', '=', '7002')
      .executeTakeFirstOrThrow();
    expect(sale).toEqual({ person_id: id, contact_phone: null });
  });

  it('keeps the sum paid in advance, which is a custom field, when the deal is read from the CRM once more', async () => {
    const id = await fill();
    await erase(id);
    const { custom_fields } = await server.context.db
      .selectFrom('deals')
      .select('custom_fields')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(custom_fields)).toContain('2500');
    const before = await figures();
    const stored = await server.context.db.selectFrom('deal_events').select('fact').executeTakeFirstOrThrow();
    const fact = { ...(stored.fact as object), action: 'read', name: PERSON.name, contactIds: ['1'] };
    const amocrm = { contactsByIds: async () => [contact] };
    const deps = { db: server.context.db, amocrm } as unknown as Parameters<typeof recordReadDeals>[0];
    const read = { ...fact, updatedAt: new Date(DEAL.updated_at * 1000), createdAt: null, closedAt: null };
    const facts = [read] as unknown as Parameters<typeof recordReadDeals>[2];
    await recordReadDeals(deps, await server.context.ledger(), facts, new Date(NOW));
    expect(tracesIn(await dump())).toEqual([]);
    expect((await figures()).total).toEqual(before.total);
  });

  it('touches nobody else, not even who shares a phone with too many to be anybody’s', async () => {
    for (let name = 0; name < 7; name += 1)
      await postLead(`office-${name}`, {
        name: `Коллега ${name}`,
        phone: '+7 727 222 33 44',
        email: `c${name}@mail.test`,
      });
    const [one, two] = [await people('c0@mail.test'), await people('c1@mail.test')];
    await erase(one[0].id);
    expect((await people('c1@mail.test'))[0]).toMatchObject({ id: two[0].id, name: 'Коллега 1' });
    const claims = await sql<{ said: string }>`
      select count(*)::text as said from person_claims where value = '+77272223344'`.execute(
      server.context.db,
    );
    expect(claims.rows[0]?.said).toBe('6');
    await postLead('office-8', { name: 'Коллега 8', phone: '+7 727 222 33 44', email: 'c8@mail.test' });
    expect((await people('c8@mail.test'))[0]).toMatchObject({ name: 'Коллега 8', erased: false });
  });

  it('is written down without personal data, may be repeated, and is for administrators only', async () => {
    const id = await fill();
    await erase(id);
    expect((await erase(id)).json().counts).toEqual({});
    expect((await erase('999999')).statusCode).toBe(404);
    const log = await server.context.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'person.erase')
      .execute();
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({
      subject: id,
      request_id: expect.any(String),
      details: { reason: 'по запросу' },
    });
    const tombs = JSON.stringify([
      await server.context.db.selectFrom('erased_keys').selectAll().execute(),
      await server.context.db.selectFrom('erased_origins').selectAll().execute(),
    ]);
    expect(tracesIn(tombs)).toEqual([]);
  });
});

describe('the export of a person', () => {
  it('has their rows of every listed table, theirs only, and leaves a row in the audit log', async () => {
    const id = await fill();
    await postLead('lead-9', { name: 'Другой Человек', phone: '+77010000009', email: 'other@mail.test' });
    const answer = await call('POST', `/api/v1/people/${id}/export`);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { tables } = answer.json();
    expect(tables.landing_leads).toMatchObject([{ id: 'lead-1', name: PERSON.name }]);
    expect(tables.all_sales_tracking).toMatchObject([{ contact_name: PERSON.name, sale_amount: 5000 }]);
    expect(JSON.stringify(tables.webhook_deliveries)).toContain('7001');
    expect(answer.body).not.toMatch(/Другой|other@/);
    expect((await call('GET', '/api/v1/audit?action=person.export')).json().rows).toMatchObject([
      { subject: id },
    ]);
  });
});
