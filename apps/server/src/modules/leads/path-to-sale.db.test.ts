import { afterEach, beforeEach, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { recordBuyers } from '../sales/index.ts';

const EXPRESS = 10350882;
const FLAGMAN = 10418746;
const PHONE = '8 701 555 12 12';
const EMAIL = 'aigerim@mail.test';

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

async function lead(id: string, created_at: string, fields: Record<string, string>) {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/landing/leads',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: { leads: [{ id, created_at, name: 'Айгерим', source: 'proftest', ...fields }] },
  });
  expect(answer.statusCode).toBe(200);
}

/** A won deal without UTM by the hook, then its buyer as the CRM tells it. */
async function sale(id: string, pipeline_id: number, price: number, soldAt: string) {
  const updated_at = Date.parse(soldAt) / 1000;
  await server.hook(leadHook('status', { id, status_id: 142, pipeline_id, price, updated_at }));
  await server.processInbox();
  const ledger = await server.context.ledger();
  const contact = { id: '1', name: 'Айгерим С', phones: ['+7 (701) 555-12-12'], emails: [] };
  await server.context.db
    .transaction()
    .execute((trx) => recordBuyers(trx, ledger, [{ leadId: id, contact }]));
}

async function receiptOf(leadId: string) {
  const { id } = await server.context.db
    .selectFrom('all_sales_tracking')
    .select('id')
    .where('lead_id', '=', leadId)
    .executeTakeFirstOrThrow();
  const { body } = await server.get(`/api/v1/sales/${id}`);
  return body.receipt as {
    team: { name: string } | null;
    basis: string;
    confidence: string | null;
    reason: string | null;
    evidence: { path?: { origin: string; kind: string }[] };
  };
}

it("ad -> ProfTest -> the school's e-mail -> Express without UTM -> Flagman a month later is the ad's team's", async () => {
  await lead('ad', '2026-09-01T10:00:00Z', {
    utm_source: 'fb_kenesary',
    utm_campaign: 'proftest',
    phone: PHONE,
  });
  await lead('mail', '2026-09-20T10:00:00Z', { utm_source: 'email', phone: PHONE, email: EMAIL });
  await sale('7', EXPRESS, 5000, '2026-10-01T10:00:00Z');
  await sale('8', FLAGMAN, 490_000, '2026-11-01T10:00:00Z');
  for (const leadId of ['7', '8']) {
    const receipt = await receiptOf(leadId);
    expect(receipt).toMatchObject({
      team: { name: 'Kenesary' },
      basis: 'person_touch',
      confidence: 'medium',
      evidence: { origin: 'lead:ad', rule: { value: 'fb_kenesary', strength: 'exact' } },
    });
    const path = receipt.evidence.path ?? [];
    expect(path.map(({ origin, kind }) => [origin, kind])).toEqual([
      ['lead:mail', 'owned'],
      ['lead:ad', 'ad'],
    ]);
  }
});

it('a touch after the money is never used, not even for the sale before it', async () => {
  await lead('ad', '2026-09-01T10:00:00Z', { utm_source: 'fb_kenesary', phone: PHONE });
  await sale('7', EXPRESS, 5000, '2026-10-01T10:00:00Z');
  await lead('later', '2026-10-01T10:00:00.001Z', { utm_source: 'fb_muha', phone: PHONE });
  await sale('8', FLAGMAN, 490_000, '2026-11-01T10:00:00Z');
  expect((await receiptOf('7')).team?.name).toBe('Kenesary');
  expect((await receiptOf('8')).team?.name).toBe('Muha');
});

it.each([
  { at: '2026-07-03T10:00:00Z', why: 'exactly 90 days', team: 'Kenesary' },
  { at: '2026-07-03T09:59:00Z', why: 'a minute more', team: undefined },
])('an ad of $at ($why) gives a sale of 2026-10-01T10:00Z to $team', async ({ at, team }) => {
  await lead('ad', at, { utm_source: 'fb_kenesary', phone: PHONE });
  await sale('7', EXPRESS, 5000, '2026-10-01T10:00:00Z');
  const receipt = await receiptOf('7');
  expect(receipt.team?.name).toBe(team);
  expect(receipt.reason).toBe(team === undefined ? 'no_touch' : null);
});
