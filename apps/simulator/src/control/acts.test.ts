import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { type Receiver, startForTest, startReceiver } from '../test/start.ts';
import type { Truth } from '../world/truth.ts';

let receiver: Receiver;
let simulator: RunningSimulator;
beforeAll(async () => {
  receiver = await startReceiver();
  simulator = await startForTest({ hookUrl: receiver.url, landingUrl: receiver.url });
});
afterAll(async () => {
  await simulator.close();
  await receiver.close();
});

interface Sale {
  dealId: number;
  contactId: number;
  hookId: number;
}
const sell = async (body: object): Promise<Sale> => (await simulator.control('POST', '/sales', body)) as Sale;
const truth = async (): Promise<Truth> =>
  (await simulator.control('GET', '/truth?start=2026-11-20')) as Truth;
const restDeal = async (id: number): Promise<unknown> => {
  const response = await fetch(`${simulator.url}/amocrm/api/v4/leads/${id}?with=contacts`, {
    headers: { authorization: 'Bearer sim-amocrm-token' },
  });
  return response.status === 204 ? null : response.json();
};

describe('the control API', () => {
  it('makes a main sale that the REST API, the hook and the truth agree on', async () => {
    const utm = { utm_source: 'fb_kenesary', utm_campaign: 'x' };
    const { dealId, contactId } = await sell({ team: 'kenesary', product: 'flagman', amount: 490_000, utm });
    expect(await restDeal(dealId)).toMatchObject({
      pipeline_id: 10418746,
      status_id: 142,
      price: 490_000,
      closed_at: expect.any(Number),
      custom_fields_values: expect.arrayContaining([
        {
          field_id: 434731,
          field_name: 'utm_source',
          field_code: 'UTM_SOURCE',
          field_type: 'tracking_data',
          values: [{ value: 'fb_kenesary' }],
        },
      ]),
      _embedded: { contacts: [{ id: contactId, is_main: true }] },
    });
    expect((await truth()).deals.find(({ id }) => id === dealId)).toMatchObject({
      team: 'kenesary',
      product: 'flagman',
      amount: 490_000,
      reason: 'own_touch',
    });
  });

  it('lets a team spend exactly so much on a day, in the truth as in Meta’s answers', async () => {
    await simulator.control('POST', '/spend', { team: 'kenesary', day: '2026-11-18', amount: 100.5 });
    const told = (await simulator.control('GET', '/truth?start=2026-11-18&end=2026-11-18')) as {
      days: { team: string | null; spend_usd: Record<string, string> }[];
    };
    const spent = told.days.find(({ team }) => team === 'kenesary')?.spend_usd ?? {};
    expect(Object.values(spent)).toEqual(['100.50']);
    await expect(
      simulator.control('POST', '/spend', { team: 'nobody', day: '2026-11-18', amount: 1 }),
    ).rejects.toThrow('404');
  });

  it('an empty UTM leaves the sale to the earlier touch of the person', async () => {
    const { dealId } = await sell({ team: 'arystan', utm: {} });
    expect(await restDeal(dealId)).toMatchObject({ custom_fields_values: null });
    expect((await truth()).deals.find(({ id }) => id === dealId)).not.toMatchObject({ reason: 'own_touch' });
  });

  it('takes a sale back: out of 142 in REST, reversed in the truth', async () => {
    const { dealId } = await sell({ team: 'muha' });
    await simulator.control('POST', '/refunds', { dealId });
    expect(await restDeal(dealId)).not.toMatchObject({ status_id: 142 });
    expect((await truth()).deals.find(({ id }) => id === dealId)?.reversed_on).not.toBeNull();
    await expect(simulator.control('POST', '/refunds', { dealId })).rejects.toThrow('404');
  });

  it('changes a deal silently: only REST knows, as when a hook was lost', async () => {
    const { dealId, hookId } = await sell({});
    await simulator.control('PATCH', `/deals/${dealId}`, { price: 1, silent: true });
    expect(await restDeal(dealId)).toMatchObject({ price: 1 });
    const { hooks } = (await simulator.control('GET', '/hooks')) as { hooks: { id: number }[] };
    expect(hooks.at(-1)?.id).toBe(hookId);
    await simulator.control('PATCH', `/deals/${dealId}`, { deleted: true });
    expect(await restDeal(dealId)).toBeNull();
    await vi.waitFor(() => expect(receiver.received.at(-1)?.body).toContain('leads%5Bdelete%5D'));
  });

  it('live events make leads and sales by themselves until they are switched off', async () => {
    const counts = async (): Promise<{ leads: number; deals: number }> =>
      ((await simulator.control('GET', '/state')) as { counts: { leads: number; deals: number } }).counts;
    const before = await counts();
    await simulator.control('POST', '/live', { enabled: true, intervalMs: 30 });
    await vi.waitFor(async () => expect((await counts()).leads).toBeGreaterThan(before.leads + 3), {
      timeout: 3000,
    });
    await simulator.control('POST', '/live', { enabled: false });
    const after = await counts();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await counts()).toEqual(after);
  });

  it('counts calls per endpoint', async () => {
    await simulator.control('DELETE', '/calls');
    await restDeal(1);
    await restDeal(2);
    expect(await simulator.control('GET', '/calls')).toMatchObject({ 'GET /amocrm/api/v4/leads/:id': 2 });
  });

  it('refuses what it does not know', async () => {
    await expect(sell({ team: 'nobody' })).rejects.toThrow('404');
    await expect(sell({ colour: 'red' })).rejects.toThrow('400');
  });
});
