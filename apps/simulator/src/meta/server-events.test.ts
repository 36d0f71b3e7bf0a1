// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../third-party/facebook-sdk.d.ts" />
import { ServerEvent, UserData } from 'facebook-nodejs-business-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { ANCHOR, startForTest } from '../test/start.ts';
import { DATASET_ID } from './server-events.ts';

/** SHA-256 of john_smith@gmail.com, as Meta's documentation prints it. */
const EM = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f';
const NOW_SEC = Date.parse(ANCHOR) / 1000;
const DAY_SEC = 86_400;

let simulator: RunningSimulator;
beforeAll(async () => {
  const anchorMs = Date.parse(ANCHOR);
  simulator = await startForTest({ historyDays: 0, clock: () => anchorMs });
});
afterAll(() => simulator.close());

const event = (change: object = {}) => ({
  event_name: 'Lead',
  event_time: NOW_SEC,
  action_source: 'system_generated',
  user_data: { em: [EM] },
  ...change,
});
const post = async (data: object[], extra: object = {}, dataset = DATASET_ID) => {
  const answer = await fetch(`${simulator.url}/graph/v25.0/${dataset}/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer sim-meta-token', 'content-type': 'application/json' },
    body: JSON.stringify({ data, ...extra }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const taken = async () =>
  ((await simulator.control('GET', '/meta/events')) as { events: unknown[] }).events.length;

describe('the Conversions API', () => {
  it('takes events and counts one that is sent twice twice', async () => {
    const before = await taken();
    const one = event({ event_id: 'same' });
    expect((await post([one])).body).toMatchObject({ events_received: 1 });
    await post([one, event()]);
    expect((await taken()) - before).toBe(3);
  });

  it.each<[string, object, number]>([
    ['seven days and a second old', { event_time: NOW_SEC - 7 * DAY_SEC - 1 }, 2_804_003],
    ['of tomorrow', { event_time: NOW_SEC + DAY_SEC }, 2_804_003],
    ['of nobody', { user_data: {} }, 2_804_050],
    ['with an e-mail in clear', { user_data: { em: 'john_smith@gmail.com' } }, 2_804_019],
    ['with a hashed click id', { user_data: { fbc: EM } }, 2_804_019],
    ['without a source', { action_source: undefined }, 2_804_019],
    ['a purchase without its value', { event_name: 'Purchase', custom_data: { currency: 'KZT' } }, 2_804_009],
  ])('refuses a whole batch for one event %s', async (_, change, subcode) => {
    const before = await taken();
    const answer = await post([event(), event(change), event()]);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: subcode } } });
    expect(await taken()).toBe(before);
  });

  it('takes exactly seven days and at most a thousand events, of its own dataset', async () => {
    expect((await post([event({ event_time: NOW_SEC - 7 * DAY_SEC })])).status).toBe(200);
    expect((await post(Array.from({ length: 1001 }, () => event()))).status).toBe(400);
    expect((await post([event()], {}, '99')).body).toMatchObject({ error: { code: 100, error_subcode: 33 } });
    expect((await post([])).status).toBe(400);
  });

  it('may take the events and lose its answer', async () => {
    await simulator.control('POST', '/faults', { meta: { loseAnswer: true, times: 1 } });
    const before = await taken();
    await expect(post([event()])).rejects.toThrow();
    expect(await taken()).toBe(before + 1);
    expect((await post([event()])).status).toBe(200);
  });

  it("takes an event as Meta's own SDK writes and hashes it", async () => {
    const person = new UserData().setEmail('John_Smith@gmail.com');
    const one = new ServerEvent()
      .setEventName('Lead')
      .setEventTime(NOW_SEC)
      .setActionSource('system_generated')
      .setUserData(person);
    expect((await post([one.normalize()])).body).toMatchObject({ events_received: 1 });
    const { events } = (await simulator.control('GET', '/meta/events')) as {
      events: { event: { user_data: unknown } }[];
    };
    expect(events.at(-1)?.event.user_data).toMatchObject({ em: [EM] });
  });
});
