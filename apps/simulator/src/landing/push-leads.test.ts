import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { type Receiver, startForTest, startReceiver } from '../test/start.ts';
import type { LeadPayload } from './push-leads.ts';

let receiver: Receiver;
let simulator: RunningSimulator;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const leads = (): LeadPayload[] =>
  receiver.received.flatMap(({ body }) => (JSON.parse(body) as { leads: LeadPayload[] }).leads);
const landing = async (): Promise<unknown> =>
  ((await simulator.control('GET', '/state')) as { landing: unknown }).landing;

describe('the landing page', () => {
  it('sends all of history in batches of at most 500, then every new lead', async () => {
    simulator = await startForTest({ landingUrl: receiver.url, landingToken: 'landing-secret' });
    await vi.waitFor(async () => expect(await landing()).toMatchObject({ pending: 0, lastStatus: 200 }));
    const history = leads();
    expect(history.length).toBeGreaterThan(1000);
    expect(
      Math.max(...receiver.received.map(({ body }) => (JSON.parse(body) as { leads: [] }).leads.length)),
    ).toBe(500);
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer landing-secret');
    expect(Object.keys(history[0] ?? {}).toSorted()).toEqual(
      ['created_at', 'email', 'fbclid', 'id', 'name', 'phone', 'source'].concat([
        'utm_campaign',
        'utm_content',
        'utm_medium',
        'utm_source',
        'utm_term',
      ]),
    );
    const { leadId } = (await simulator.control('POST', '/leads', { team: 'muha' })) as { leadId: number };
    await vi.waitFor(() => expect(leads().at(-1)?.id).toBe(leadId));
  });

  it('goes on trying until the receiver takes the leads, and loses none', async () => {
    receiver.answer.status = 503;
    simulator = await startForTest({ historyDays: 5, landingUrl: receiver.url });
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(1));
    const { pending } = (await landing()) as { pending: number };
    receiver.received.length = 0;
    receiver.answer.status = 200;
    await vi.waitFor(async () => expect(await landing()).toMatchObject({ pending: 0, accepted: pending }), {
      timeout: 4000,
    });
    expect(leads()).toHaveLength(pending);
  });
});
