import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { type Receiver, startForTest, startReceiver } from '../test/start.ts';
import type { HookRecord } from './hook-delivery.ts';

let receiver: Receiver;
let simulator: RunningSimulator;

beforeEach(async () => {
  receiver = await startReceiver();
  // 5 minutes become 30 ms.
  simulator = await startForTest({ historyDays: 20, hookUrl: receiver.url, hookRetryScale: 0.0001 });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const sell = async (body: object = {}): Promise<{ dealId: number }> =>
  (await simulator.control('POST', '/sales', body)) as { dealId: number };
const hooks = async (): Promise<HookRecord[]> =>
  ((await simulator.control('GET', '/hooks')) as { hooks: HookRecord[] }).hooks;
const dealsReceived = (): string[] =>
  receiver.received.flatMap(({ body }) =>
    [...new URLSearchParams(body)]
      .filter(([key]) => /^leads\[status\]\[\d+\]\[id\]$/.test(key))
      .map(([, id]) => id),
  );

describe('hooks', () => {
  it('arrive with the headers of AmoCRM when a sale happens', async () => {
    const { dealId } = await sell({ team: 'muha', amount: null });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    const [hook] = receiver.received;
    expect(hook?.headers).toMatchObject({
      'user-agent': 'amoCRM-Webhooks/3.0',
      'content-type': 'application/x-www-form-urlencoded',
      'x-amocrm-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const body = new URLSearchParams(hook?.body);
    expect(body.get('leads[status][0][id]')).toBe(String(dealId));
    expect(body.get('leads[status][0][status_id]')).toBe('142');
    expect(body.get('leads[status][0][price]')).toBe('');
  });

  it('are sent again after a refusal, with the same trace id, until they are taken', async () => {
    receiver.answer.once = 400;
    await sell();
    await vi.waitFor(async () => expect(await hooks()).toMatchObject([{ state: 'delivered' }]));
    const ids = receiver.received.map(({ headers }) => headers['x-amocrm-requestid']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    [404, 3],
    [503, 5],
  ])('are lost when the receiver answers %i to all %i attempts', async (status, attempts) => {
    receiver.answer.status = status;
    await sell();
    await vi.waitFor(async () => expect(await hooks()).toMatchObject([{ state: 'failed' }]), {
      timeout: 3000,
    });
    expect(receiver.received).toHaveLength(attempts);
  });

  it('give up waiting after two seconds', async () => {
    receiver.answer.delayMs = 2600;
    await sell();
    await vi.waitFor(async () => expect((await hooks())[0]?.attempts).toMatchObject([{ status: null }]), {
      timeout: 4000,
    });
    expect((await hooks())[0]?.attempts[0]?.tookMs).toBeGreaterThan(1900);
  });

  it('reach the Digital Pipeline receiver in its short shape', async () => {
    await simulator.close();
    simulator = await startForTest({ historyDays: 20, dpHookUrl: receiver.url });
    await sell();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect([...new URLSearchParams(receiver.received[0]?.body).keys()].at(-1)).toBe('account[subdomain]');
  });

  it('stop after more than a hundred invalid answers, and REST says so', async () => {
    receiver.answer.status = 404;
    for (let sale = 0; sale < 34; sale += 1) await sell();
    const webhooks = async (): Promise<unknown> => {
      const headers = { authorization: 'Bearer sim-amocrm-token' };
      return (await fetch(`${simulator.url}/amocrm/api/v4/webhooks`, { headers })).json();
    };
    await vi.waitFor(
      async () => expect(await webhooks()).toMatchObject({ _embedded: { webhooks: [{ disabled: true }] } }),
      {
        timeout: 5000,
      },
    );
    const before = receiver.received.length;
    await sell();
    expect(receiver.received).toHaveLength(before);
  });
});

describe('faults of hooks', () => {
  const set = (hooks: object): Promise<unknown> => simulator.control('POST', '/faults', { hooks });

  it('drop: nothing arrives', async () => {
    await set({ drop: 1 });
    await sell();
    expect(await hooks()).toMatchObject([{ state: 'dropped', attempts: [] }]);
    expect(receiver.received).toHaveLength(0);
  });

  it('duplicate: the same move arrives twice', async () => {
    await set({ duplicate: 1 });
    const { dealId } = await sell();
    await vi.waitFor(() => expect(dealsReceived()).toEqual([String(dealId), String(dealId)]));
  });

  it('batch: several moves arrive in one body', async () => {
    await set({ batch: 1 });
    const ids = [await sell(), await sell(), await sell()].map(({ dealId }) => String(dealId));
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 2000 });
    expect(dealsReceived()).toEqual(ids);
  });

  it('reorder: a later move arrives first', async () => {
    await set({ reorder: 1 });
    const { dealId: first } = await sell();
    await set({ reorder: 0 });
    const { dealId: second } = await sell();
    await vi.waitFor(() => expect(dealsReceived()).toHaveLength(2));
    expect(dealsReceived().toSorted()).toEqual([String(first), String(second)].toSorted());
    expect((await hooks()).map(({ dealIds }) => dealIds[0])).toEqual([second, first]);
  });
});
