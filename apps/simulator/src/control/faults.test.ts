import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { startForTest } from '../test/start.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startForTest({ historyDays: 10 });
});
afterEach(() => simulator.control('DELETE', '/faults'));
afterAll(() => simulator.close());

const set = (faults: object): Promise<unknown> => simulator.control('POST', '/faults', faults);
const amocrm = (path = '/leads?limit=1'): Promise<Response> =>
  fetch(`${simulator.url}/amocrm/api/v4${path}`, { headers: { authorization: 'Bearer sim-amocrm-token' } });
const graph = (path: string): Promise<Response> =>
  fetch(`${simulator.url}/graph/v25.0${path}`, { headers: { authorization: 'Bearer sim-meta-token' } });
const insights = (account: string, since: string): string =>
  `/${account}/insights?level=ad&fields=spend&time_range=${JSON.stringify({ since, until: '2026-11-19' })}`;
const errorOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { error: unknown }).error;

describe('a fault of AmoCRM', () => {
  it.each([401, 402, 429])('%i is a problem document', async (status) => {
    await set({ amocrm: { status } });
    const response = await amocrm();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, type: `https://httpstatus.es/${status}` });
  });

  it.each([403, 502])('%i is HTML of the web server', async (status) => {
    await set({ amocrm: { status } });
    const response = await amocrm();
    expect(response.status).toBe(status);
    expect(await response.text()).toContain('nginx');
  });

  it('ends by itself after `times` requests', async () => {
    await set({ amocrm: { status: 500, times: 2 } });
    const statuses = [await amocrm(), await amocrm(), await amocrm()].map(({ status }) => status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('can be latency alone', async () => {
    await set({ amocrm: { latencyMs: 150 } });
    const startedMs = performance.now();
    expect((await amocrm()).status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(140);
  });
});

describe('a fault of Meta', () => {
  it('answers the asked code and subcode', async () => {
    await set({ meta: { code: 80000, subcode: 2446079, message: 'There have been too many calls' } });
    const response = await graph('/me/adaccounts');
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      code: 80000,
      error_subcode: 2446079,
      fbtrace_id: expect.any(String),
    });
  });

  it('concerns one account only when it says so', async () => {
    await set({ meta: { status: 403, code: 200, account: 'act_964264512447589' } });
    expect((await graph(insights('act_964264512447589', '2026-11-15'))).status).toBe(403);
    expect((await graph(insights('act_666059476005255', '2026-11-15'))).status).toBe(200);
  });

  it('expires the token everywhere but in debug_token, which tells it', async () => {
    await set({ meta: { expiredToken: true } });
    expect(await errorOf(await graph('/me/adaccounts'))).toMatchObject({ code: 190, error_subcode: 463 });
    expect(await (await graph('/debug_token?input_token=sim-meta-token')).json()).toMatchObject({
      data: { is_valid: false },
    });
  });

  it('asks to reduce the amount of data until the range is short enough', async () => {
    await set({ meta: { reduceData: { maxDays: 3 } } });
    const long = await graph(insights('act_666059476005255', '2026-11-16'));
    expect(long.status).toBe(500);
    expect(await errorOf(long)).toMatchObject({
      code: 1,
      message: expect.stringContaining('reduce the amount of data'),
    });
    expect((await graph(insights('act_666059476005255', '2026-11-17'))).status).toBe(200);
  });

  it('shows in the four usage headers', async () => {
    await set({ meta: { usagePct: 96 } });
    const { headers } = await graph('/act_666059476005255');
    expect(JSON.parse(headers.get('x-app-usage') ?? '')).toMatchObject({ call_count: 96 });
    expect(JSON.parse(headers.get('x-ad-account-usage') ?? '')).toMatchObject({ acc_id_util_pct: 96 });
    expect(JSON.parse(headers.get('x-fb-ads-insights-throttle') ?? '')).toMatchObject({
      acc_id_util_pct: 96,
    });
    expect(JSON.parse(headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
      '666059476005255': [{ type: 'ads_insights', call_count: 96 }],
    });
  });

  it('can be HTML instead of JSON', async () => {
    await set({ meta: { status: 503, html: true } });
    const response = await graph('/me');
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html']);
  });
});

describe('a fault of the rates', () => {
  const rates = (day: string): Promise<Response> =>
    fetch(`${simulator.url}/rates/get_rates.cfm?fdate=${day}`);

  it('is an error or a day without items', async () => {
    expect(await (await rates('20.11.2026')).text()).toMatch(
      /<title>USD<\/title><description>\d{3}\.\d\d<\/description>/,
    );
    await set({ rates: { empty: true } });
    expect(await (await rates('20.11.2026')).text()).not.toContain('<item>');
    await set({ rates: { status: 502 } });
    expect((await rates('20.11.2026')).status).toBe(502);
  });

  it('is not needed for weekends: no items on Saturday, and none beyond tomorrow', async () => {
    expect(await (await rates('14.11.2026')).text()).not.toContain('<item>');
    expect(await (await rates('24.11.2026')).text()).not.toContain('<item>');
  });
});

it('a misspelled fault is refused, not ignored', async () => {
  await expect(set({ amocrm: { statsu: 500 } })).rejects.toThrow('400');
  await expect(set({ amo: {} })).rejects.toThrow('400');
});
