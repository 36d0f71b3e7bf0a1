import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { settlePeople } from '../leads/index.ts';
import { recordBuyers } from '../sales/index.ts';
import { joinOrigins } from './join-origins.ts';
import { resolvePeople } from './resolve-people.ts';
import { type RawPerson, veilPeople } from './veil.ts';

const PHONES = ['+77015551201', '+77015551202', '+77015551203'];
const EMAILS = ['a@mail.test', 'b@mail.test', 'c@mail.test'];
let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

const said = (
  origin: string,
  name: string | null,
  phones: string[] = [],
  emails: string[] = [],
): RawPerson => ({
  ...{ origin, name, phones, emails },
});
const resolve = (...entries: RawPerson[]) =>
  server.context.db.transaction().execute(async (trx) => {
    const people = await veilPeople(trx, await server.context.veil(), entries);
    return resolvePeople(trx, people);
  });

/** Who stands together, as the pure rule writes it. */
async function groups(): Promise<string[][]> {
  const rows = await server.context.db.selectFrom('person_origins').select(['origin', 'person_id']).execute();
  return [...Map.groupBy(rows, (row) => row.person_id).values()]
    .map((group) => group.map((row) => row.origin).sort())
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

describe('resolvePeople', () => {
  it('makes one person of two whom a third connects, and records it', async () => {
    await resolve(said('lead:a', 'Айгерим', [PHONES[0] ?? '']));
    await resolve(said('lead:b', 'Айгерим', [], [EMAILS[0] ?? '']));
    expect(await groups()).toEqual([['lead:a'], ['lead:b']]);
    await resolve(said('lead:c', 'Айгерим', [PHONES[0] ?? ''], [EMAILS[0] ?? '']));
    expect(await groups()).toEqual([['lead:a', 'lead:b', 'lead:c']]);
    expect((await call('GET', '/api/v1/people/merges')).body).toMatchObject({
      merges: [{ from_origins: ['lead:b'], undone_at: null }],
    });
  });

  it('separates those of a phone when a sixth name comes, and joins nobody by it afterwards', async () => {
    const phone = PHONES[0] ?? '';
    for (const number of [1, 2, 3, 4, 5]) await resolve(said(`lead:${number}`, `Имя ${number}`, [phone]));
    expect(await groups()).toHaveLength(1);
    await resolve(said('lead:6', 'Имя 6', [phone]));
    await resolve(said('lead:7', 'Имя 1', [phone]));
    expect(await groups()).toHaveLength(7);
  });

  it('never joins by a placeholder', async () => {
    await resolve(said('lead:a', 'А', ['+7 777 777 77 77']), said('lead:b', 'Б', ['+7 777 777 77 77']));
    expect(await groups()).toHaveLength(2);
  });

  it('comes to the same persons in whatever order and batches the forms come: those of the pure rule', async () => {
    const entry = fc.record({
      name: fc.constantFrom(null, 'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж'),
      phones: fc.uniqueArray(fc.constantFrom(...PHONES), { maxLength: 1 }),
      emails: fc.uniqueArray(fc.constantFrom(...EMAILS), { maxLength: 1 }),
    });
    const history = fc
      .array(entry, { minLength: 1, maxLength: 14 })
      .map((all) => all.map((one, index) => ({ ...one, origin: `lead:${index}` })));
    const shuffled = history.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 5 }), async (entries, batch) => {
        await sql`truncate person_origins, person_claims, person_keys, person_merges`.execute(
          server.context.db,
        );
        for (let start = 0; start < entries.length; start += batch)
          await resolve(...entries.slice(start, start + batch));
        const expected = joinOrigins(
          entries.map(({ origin, name, phones, emails }) => ({
            origin,
            name,
            keys: [...phones.map((phone) => `phone:${phone}`), ...emails.map((email) => `email:${email}`)],
          })),
        );
        expect(await groups()).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('gives one person to two forms that come at the same moment', async () => {
    const phone = PHONES[0] ?? '';
    await Promise.all([1, 2, 3, 4].map((number) => resolve(said(`lead:${number}`, 'А', [phone]))));
    expect(await groups()).toHaveLength(1);
  });
});

async function lead(id: string, created_at: string, fields: Record<string, string>): Promise<void> {
  const answer = await call('POST', '/api/landing/leads', {
    leads: [{ id, created_at, name: 'Айгерим', source: 'proftest', ...fields }],
  });
  expect(answer.status).toBe(200);
}

async function sale(id: string, soldAt: string, phones: string[]): Promise<void> {
  const updated_at = Date.parse(soldAt) / 1000;
  await server.hook(
    leadHook('status', { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at }),
  );
  await server.processInbox();
  const ledger = await server.context.ledger();
  const contact = { id, name: 'Айгерим', phones, emails: [] };
  await server.context.db
    .transaction()
    .execute((trx) => recordBuyers(trx, ledger, [{ leadId: id, contact }]));
}

const credited = async () => {
  await settlePeople(server.context.db, await server.context.ledger());
  const rows = await server.context.db
    .selectFrom('all_sales_tracking')
    .select(['lead_id', 'targetologist'])
    .orderBy('lead_id')
    .execute();
  return rows.map((row) => row.targetologist);
};

describe('a merge', () => {
  it('gives the sale the ad of the person it turned out to be; undo takes it back and stays', async () => {
    const [phone = '', other = ''] = PHONES;
    await lead('ad', '2026-11-01T10:00:00Z', { email: EMAILS[0] ?? '', utm_source: 'fb_muha' });
    await sale('7', '2026-11-05T10:00:00Z', [phone]);
    expect(await credited()).toEqual([null]);
    await lead('both', '2026-11-10T10:00:00Z', { phone, email: EMAILS[0] ?? '' });
    expect(await credited()).toEqual(['Muha']);

    const merges = (await call('GET', '/api/v1/people/merges')).body.merges as { id: string }[];
    const id = merges[0]?.id ?? '';
    expect((await call('POST', `/api/v1/people/merges/${id}/undo`)).status).toBe(200);
    expect(await credited()).toEqual([null]);
    expect((await call('POST', `/api/v1/people/merges/${id}/undo`)).status).toBe(409);
    await lead('later', '2026-11-11T10:00:00Z', { phone: other, email: EMAILS[0] ?? '' });
    expect(await credited()).toEqual([null]);
  });

  it('counts no sale twice in cohorts, and one lead a person', async () => {
    const [phone = ''] = PHONES;
    await lead('a', '2026-11-01T10:00:00Z', { email: EMAILS[0] ?? '', utm_source: 'fb_muha' });
    await lead('b', '2026-11-02T10:00:00Z', { phone, utm_source: 'fb_traf4' });
    await sale('7', '2026-11-05T10:00:00Z', [phone]);
    await lead('c', '2026-11-03T10:00:00Z', { phone, email: EMAILS[0] ?? '' });
    await credited();
    const { body } = await server.get('/api/v1/overview?start=2026-11-01&end=2026-11-20&basis=cohort');
    expect(body.total).toMatchObject({ sales: 1, leads: 1 });
    const days = body.days as { day: string; leads: number }[];
    expect(days.filter((day) => day.leads > 0).map((day) => day.day)).toEqual(['2026-11-01']);
  });
});
