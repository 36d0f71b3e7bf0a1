import type { DeliveryResponse } from '@traffic/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { processDeliveries } from './process-deliveries.ts';

let server: TestServer;
let now = new Date('2026-11-20T06:00:00Z');

beforeAll(async () => {
  server = await createTestServer({ now: () => now });
});
afterAll(async () => {
  await server.close();
});

const told = (changed: number) => ({ code: 'deals', deals: 1, changed, detail: null });
const read = async (id: string) => {
  const { body } = await server.get(`/api/v1/inbox/${id}`);
  return body['delivery'] as DeliveryResponse['delivery'];
};
const list = async (query: string) => {
  const { body } = await server.get(`/api/v1/inbox?${query}`);
  return body as { deliveries: { id: string }[]; dead_letters: number };
};
async function replay(payload: object) {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/inbox/replay',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload,
  });
  return answer.json<{ matched: number; replayed: number }>();
}
async function deliver(body: string, path?: string): Promise<string> {
  expect(await server.hook(body, path)).toBe(200);
  return (await list('limit=1')).deliveries[0]?.id ?? '';
}
const failEverything = () =>
  processDeliveries({ ...server.context, handle: () => Promise.reject(new Error('a defect of ours')) });

const deal = (id: number) =>
  leadHook('status', { id, name: 'Айгерим', status_id: 142, pipeline_id: 10350882, price: 5000 });

describe('one delivery', () => {
  it('is shown with its headers and its fields, personal data masked', async () => {
    const id = await deliver(deal(1));
    const delivery = await read(id);
    expect(delivery).toMatchObject({ id, state: 'pending', history: [], body: { format: 'form' } });
    expect(delivery.headers['user-agent']).toBe('amoCRM-Webhooks/3.0');
    expect(delivery.body.fields).toContainEqual({ key: 'leads[status][0][name]', value: 'А•••' });
    expect(delivery.body.fields).toContainEqual({ key: 'leads[status][0][status_id]', value: '142' });
  });

  it('keeps every attempt through failures and replays, numbered, as one and the same delivery', async () => {
    const id = await deliver(deal(2));
    await failEverything();
    now = new Date(now.getTime() + 60_000);
    await server.processInbox();
    now = new Date(now.getTime() + 60_000);
    expect(await replay({ ids: [id], dry_run: false })).toMatchObject({ replayed: 1 });
    now = new Date(now.getTime() + 60_000);
    await server.processInbox();
    expect((await read(id)).history).toEqual([
      {
        number: 1,
        at: '2026-11-20T06:00:00.000Z',
        state: 'failed',
        outcome: expect.stringContaining('a defect'),
        reason: expect.objectContaining({ code: 'failed', detail: expect.stringContaining('a defect') }),
      },
      {
        number: 2,
        at: '2026-11-20T06:01:00.000Z',
        state: 'processed',
        outcome: 'deals: 1, changed: 1',
        reason: told(1),
      },
      {
        number: 3,
        at: '2026-11-20T06:03:00.000Z',
        state: 'processed',
        outcome: 'deals: 1, changed: 0',
        reason: told(0),
      },
    ]);
  });

  it('that fails for the last time is a dead letter, counted and listed, until it is replayed', async () => {
    const id = await deliver(deal(3));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await failEverything();
      now = new Date(now.getTime() + 3_600_000);
    }
    expect(await list('state=failed')).toMatchObject({ dead_letters: 1, deliveries: [{ id, attempts: 10 }] });
    expect((await read(id)).history).toHaveLength(10);
    await replay({ state: 'failed', dry_run: false });
    await server.processInbox();
    expect(await list('state=failed')).toMatchObject({ dead_letters: 0, deliveries: [] });
    const { history } = await read(id);
    expect(history.map(({ number, state }) => `${number} ${state}`).slice(-2)).toEqual([
      '10 failed',
      '11 processed',
    ]);
  });

  it('that nobody sent is not found', async () => {
    expect((await server.get('/api/v1/inbox/999999')).status).toBe(404);
    expect((await server.get('/api/v1/inbox/abc')).status).toBe(404);
  });
});

describe('the list and the replay', () => {
  it('take the same filter: endpoint, outcome text, period; a dry run counts exactly what a replay moves', async () => {
    now = new Date('2026-11-21T06:00:00Z');
    const foreign = await deliver('task%5Badd%5D%5B0%5D%5Bid%5D=1', '/webhook/amocrm/traffic');
    await server.processInbox();
    const filters = [
      { endpoint: '/webhook/amocrm/traffic' },
      { outcome: 'NO DEALS in it' },
      { received_from: '2026-11-21T05:59:00Z', received_to: '2026-11-21T06:01:00Z' },
    ];
    for (const filter of filters) {
      const found = await list(new URLSearchParams(filter as Record<string, string>).toString());
      expect(found.deliveries.map(({ id }) => id)).toEqual([foreign]);
      expect(await replay(filter)).toMatchObject({ matched: 1, replayed: 0 });
    }
    expect((await list('outcome=no%25it')).deliveries).toEqual([]);
    expect(await replay({ ...filters[1], dry_run: false })).toMatchObject({ replayed: 1 });
    expect((await read(foreign)).state).toBe('pending');
  });
});
