import { Amo } from '@shevernitskiy/amo';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { startForTest } from '../test/start.ts';

const HOST = 'onaiagencykz.amocrm.ru';
const TOKEN = {
  token_type: 'Bearer',
  expires_in: 86_400,
  access_token: 'sim-amocrm-token',
  refresh_token: 'none',
  expires_at: Date.now() + 86_400_000,
  client_id: 'x',
  client_secret: 'x',
  redirect_uri: 'https://example.com',
};
let simulator: RunningSimulator;
let amo: Amo;

/** The client always calls https://{host}; the only thing changed about it is where that host is. */
beforeAll(async () => {
  simulator = await startForTest();
  const realFetch = globalThis.fetch;
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) =>
    realFetch(url.replace(`https://${HOST}`, `${simulator.url}/amocrm`), init),
  );
  amo = new Amo(HOST, TOKEN, { request_delay: 1 });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await simulator.close();
});

describe('a third-party AmoCRM client', () => {
  it('reads the account and its pipelines with won and lost in each', async () => {
    expect(await amo.account.getAccount()).toMatchObject({ id: 31_415_926, subdomain: 'onaiagencykz' });
    const { _embedded } = await amo.pipeline.getPipelines();
    expect(_embedded.pipelines.map(({ id }) => id)).toEqual([
      10350882, 10418746, 9965766, 9777626, 9430994, 9820886,
    ]);
    for (const pipeline of _embedded.pipelines) {
      expect(pipeline._embedded.statuses.map(({ id }) => id)).toEqual(expect.arrayContaining([142, 143]));
    }
  });

  it('pages through all won deals of a pipeline without gap or repetition, then gets 204', async () => {
    const ids: number[] = [];
    for (let page = 1, more = true; more; page += 1) {
      const answer = await amo.lead.getLeads({
        page,
        limit: 50,
        filter: (filter) => filter.statuses([[10350882, 142]]),
      });
      for (const lead of answer._embedded.leads) {
        expect(lead).toMatchObject({ pipeline_id: 10350882, status_id: 142 });
        ids.push(lead.id);
      }
      more = answer._links.next !== undefined;
    }
    expect(ids.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    const far = amo.lead.getLeads({ page: 99, limit: 250 });
    await expect(far).rejects.toThrow('204');
  });

  it('filters by time of change and by ids, and orders', async () => {
    const to = Date.parse('2026-11-20T10:00:00Z') / 1000;
    const changed = await amo.lead.getLeads({
      limit: 250,
      filter: (filter) => filter.range('updated_at', to - 86_400, to),
      order: { param: 'updated_at', type: 'desc' },
    });
    const times = changed._embedded.leads.map((lead) => lead.updated_at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(to - 86_400);
    const wanted = changed._embedded.leads.slice(0, 3).map(({ id }) => id);
    const byId = await amo.lead.getLeads({ filter: (filter) => filter.multi('id', wanted) });
    expect(byId._embedded.leads.map(({ id }) => id)).toEqual(wanted.toSorted((a, b) => a - b));
  });

  it('gets the phone of a buyer in two steps: the contact id with the deal, the phone with the contact', async () => {
    const deals = await amo.lead.getLeads({ limit: 5, with: ['contacts'] });
    const ids = deals._embedded.leads.map((lead) => lead._embedded.contacts?.[0]?.id ?? 0);
    const contacts = await amo.contact.getContacts({ filter: (filter) => filter.multi('id', ids) });
    expect(new Set(contacts._embedded.contacts.map(({ id }) => id))).toEqual(new Set(ids));
    const fields = contacts._embedded.contacts[0]?.custom_fields_values ?? [];
    expect(fields.find((field) => field.field_code === 'PHONE')?.values?.[0]?.value).toMatch(/7/);
    const one = await amo.lead.getLeadById(deals._embedded.leads[0]?.id ?? 0);
    expect(one._embedded.contacts).toBeUndefined();
  });

  it('subscribes, sees and removes a web hook', async () => {
    const destination = 'http://127.0.0.1:9/hook';
    await amo.webhook.addWebhook({ destination, settings: ['status_lead'], sort: 1 });
    const { _embedded } = await amo.webhook.getWebhooks();
    expect(_embedded.webhooks).toMatchObject([{ destination, settings: ['status_lead'], disabled: false }]);
    await amo.webhook.deleteWebhook({ destination });
    await expect(amo.webhook.getWebhooks()).rejects.toThrow('204');
  });

  it('reads the moves of deals as events, newest first', async () => {
    const { _embedded } = await amo.event.getEvents({ limit: 100 });
    const times = _embedded.events.map((event) => event.created_at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(_embedded.events.map((event) => event.type))).toEqual(
      new Set(['lead_added', 'lead_status_changed']),
    );
  });

  it('gets the captured problem for a wrong token', async () => {
    const stranger = new Amo(HOST, { ...TOKEN, access_token: 'wrong' }, { request_delay: 1 });
    await expect(stranger.account.getAccount()).rejects.toThrow('401');
  });
});

describe('a third-party AmoCRM client with an expired access token', () => {
  it('exchanges its refresh token, works with the new pair, and cannot use the old one again', async () => {
    const expired = {
      ...TOKEN,
      access_token: 'old',
      refresh_token: 'sim-amocrm-refresh-token',
      expires_at: 1,
    };
    const client = new Amo(HOST, expired, { request_delay: 1 });
    expect(await client.account.getAccount()).toMatchObject({ subdomain: 'onaiagencykz' });
    expect(client.token?.refresh_token).not.toBe('sim-amocrm-refresh-token');
    await expect(new Amo(HOST, expired, { request_delay: 1 }).account.getAccount()).rejects.toThrow();
  });
});
