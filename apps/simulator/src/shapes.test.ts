import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningSimulator } from './start-simulator.ts';
import { type Receiver, readFixture, startForTest, startReceiver } from './test/start.ts';

let receiver: Receiver;
let simulator: RunningSimulator;
beforeAll(async () => {
  receiver = await startReceiver();
  simulator = await startForTest({ hookUrl: receiver.url });
});
afterAll(async () => {
  await simulator.close();
  await receiver.close();
});

const authorization = 'Bearer sim-amocrm-token';
const amocrm = (path: string, headers: Record<string, string> = { authorization }): Promise<Response> =>
  fetch(`${simulator.url}/amocrm/api/v4${path}`, { headers });
/** Documentation has trailing commas. */
const parse = (text: string): Record<string, unknown> =>
  JSON.parse(text.replaceAll(/,(\s*[}\]])/g, '$1')) as Record<string, unknown>;

describe('answers have the shape of the fixtures', () => {
  it('401 of AmoCRM', async () => {
    const response = await amocrm('/account', {});
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(parse(readFixture('22-api-problem-401.json')));
  });

  it('403 of AmoCRM', async () => {
    await simulator.control('POST', '/faults', { amocrm: { status: 403, times: 1 } });
    const text = (await (await amocrm('/account')).text())
      .replace(/<title>.*<\/title>/, '')
      .replaceAll(/<[^>]+>/g, ' ');
    expect(text.split(/\s+/).filter(Boolean)).toEqual(readFixture('28-api-403-html-body.txt').split(/\s+/));
  });

  it('a deal: every documented field is there, with the documented type', async () => {
    const list = (await (await amocrm('/leads?limit=1&order[id]=desc')).json()) as {
      _embedded: { leads: object[] };
    };
    const documented = parse(readFixture('25-api-lead-by-id-docs.json'));
    const deal = list._embedded.leads[0];
    expect(Object.keys(deal ?? {})).toEqual(expect.arrayContaining(Object.keys(documented)));
    for (const key of ['id', 'price', 'created_at', 'status_id', 'account_id']) {
      expect(deal).toHaveProperty(key, expect.any(Number));
    }
  });

  it('an event of a moved deal', async () => {
    const response = await amocrm('/events?limit=1&filter[type]=lead_status_changed');
    const { _embedded } = (await response.json()) as { _embedded: { events: object[] } };
    expect(_embedded.events[0]).toMatchObject({
      ...Object.fromEntries(
        Object.keys(parse(readFixture('27-api-event-lead_status_changed.json'))).map((key) => [
          key,
          expect.anything(),
        ]),
      ),
      value_before: [{ lead_status: { id: expect.any(Number), pipeline_id: expect.any(Number) } }],
    });
  });

  it('the headers of a hook', async () => {
    await simulator.control('POST', '/sales', {});
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(0));
    const captured = readFixture('06-etesttask-2025-05-leads-update.headers.txt').split('\n');
    const received = receiver.received[0]?.headers;
    const changing = ['x-amocrm-requestid', 'content-length'];
    const pairs = captured.map((line) => line.split(': '));
    expect(Object.keys(received ?? {})).toEqual(expect.arrayContaining(pairs.map(([name]) => name)));
    expect(received).toMatchObject(
      Object.fromEntries(pairs.filter(([name = '']) => !changing.includes(name))),
    );
  });

  it.each(['x-app-usage', 'x-ad-account-usage', 'x-fb-ads-insights-throttle'])('%s of Meta', async (name) => {
    const documented = parse(readFixture('meta_docs_headers.json'))[name];
    const { headers } = await fetch(
      `${simulator.url}/graph/v25.0/act_666059476005255?access_token=sim-meta-token`,
    );
    const keys = (json: unknown): string[] => Object.keys(JSON.parse(String(json)) as object).toSorted();
    expect(keys(headers.get(name))).toEqual(keys(documented));
  });
});
