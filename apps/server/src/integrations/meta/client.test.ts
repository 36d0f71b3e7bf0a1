import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetaClient, type MetaClient } from './client.ts';
import type { MetaClientOptions } from './request.ts';

const TOKEN = 'EAAB-secret-token';
const ACCOUNT = 'act_839340528712304';
const DAY = { accountId: ACCOUNT, since: '2026-03-02', until: '2026-03-02' };

type Answer = { status?: number; body: object | string; headers?: Record<string, string> };
type Asked = { path: string; query: URLSearchParams; url: string; headers: IncomingMessage['headers'] };

let running: Server | undefined;
afterEach(() => {
  running?.close();
});

/** A Graph API on this machine; `answer` sees every request. Records what was asked. */
async function graph(answer: (asked: Asked) => Answer, options: Partial<MetaClientOptions> = {}) {
  const requests: Asked[] = [];
  running = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://graph');
    const asked = {
      path: url.pathname,
      query: url.searchParams,
      url: request.url ?? '',
      headers: request.headers,
    };
    requests.push(asked);
    const { status = 200, body, headers = {} } = answer(asked);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const server = running;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const graphUrl = `http://127.0.0.1:${port}`;
  const client = createMetaClient({
    graphUrl,
    version: 'v25.0',
    accessToken: TOKEN,
    backoffMs: 1,
    ...options,
  });
  return { client, requests };
}

const row = (adId: string, day: string) => ({
  ad_id: adId,
  campaign_id: '120',
  account_currency: 'USD',
  spend: '1.00',
  date_start: day,
  date_stop: day,
});
const campaignRow = (id: string) => ({ campaign_id: id, date_start: '2026-03-02', date_stop: '2026-03-02' });
const failure = (code: number, subcode?: number, message = 'failed'): Answer => ({
  status: code === 1 || code === 2 ? 500 : 400,
  body: { error: { code, error_subcode: subcode, message, type: 'OAuthException' } },
});
const rangeOf = ({ query }: Asked): { since: string; until: string } =>
  JSON.parse(query.get('time_range') ?? '{}');

/** Three pages of one ad each; the last one has a cursor, too, but no `next`. */
function threePages({ query }: Asked): Answer {
  const page = Number(query.get('after') ?? '1');
  const next = { next: `https://graph.facebook.com/v25.0/x?access_token=${TOKEN}&after=${page + 1}` };
  const paging = { cursors: { after: String(page + 1) }, ...(page < 3 ? next : {}) };
  return { body: { data: [row(String(page), '2026-03-02')], paging } };
}

describe('insights', () => {
  it('three pages are three pages, and the token is in no URL', async () => {
    const { client, requests } = await graph(threePages);
    const rows = (await Array.fromAsync(client.adDays(DAY))).flat();
    expect(rows.map(({ adId }) => adId)).toEqual(['1', '2', '3']);
    expect(requests).toHaveLength(3);
    for (const { url, headers } of requests) {
      expect(url).not.toContain(TOKEN);
      expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
    }
  });

  it('are asked per ad and day, 500 rows a page, without filtering and breakdowns', async () => {
    const { client, requests } = await graph(() => ({ body: { data: [] } }));
    await Array.fromAsync(client.adDays(DAY));
    expect(requests[0]?.path).toBe(`/v25.0/${ACCOUNT}/insights`);
    const { fields, ...query } = Object.fromEntries(requests[0]?.query ?? []);
    expect(fields?.split(',')).toEqual(expect.arrayContaining(['ad_id', 'ad_name', 'spend', 'actions']));
    expect(query).toEqual({
      level: 'ad',
      time_increment: '1',
      time_range: '{"since":"2026-03-02","until":"2026-03-02"}',
      use_unified_attribution_setting: 'true',
      limit: '500',
    });
  });

  it('of half a year are asked in parts of 90 days that leave no day out', async () => {
    const { client, requests } = await graph(() => ({ body: { data: [] } }));
    await Array.fromAsync(client.adDays({ ...DAY, since: '2025-09-02', until: '2026-03-10' }));
    expect(requests.map(rangeOf)).toEqual([
      { since: '2025-09-02', until: '2025-11-30' },
      { since: '2025-12-01', until: '2026-02-28' },
      { since: '2026-03-01', until: '2026-03-10' },
    ]);
  });

  it('refused as too much are asked by half, and every day comes exactly once', async () => {
    const { client } = await graph((asked) => {
      const { since, until } = rangeOf(asked);
      if (since !== until) return failure(100, 1487534);
      return { body: { data: [row('1', since)] } };
    });
    const days = (await Array.fromAsync(client.adDays({ ...DAY, until: '2026-03-06' }))).flat();
    expect(days.map(({ day }) => day)).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
      '2026-03-06',
    ]);
  });

  it('refused on the second page are not counted twice', async () => {
    const { client } = await graph((asked) => {
      const { since, until } = rangeOf(asked);
      if (since === until) return { body: { data: [row('1', since)] } };
      if (asked.query.has('after')) return failure(1, undefined, 'Please reduce the amount of data');
      const paging = { cursors: { after: '2' }, next: 'https://graph.facebook.com/next' };
      return { body: { data: [row('1', since)], paging } };
    });
    const days = (await Array.fromAsync(client.adDays({ ...DAY, until: '2026-03-03' }))).flat();
    expect(days.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03']);
  });

  it('of one day that is too much come by smaller pages, down to 25 rows, then by the campaigns of that day', async () => {
    const { client, requests } = await graph(({ path, query }) => {
      if (query.get('level') === 'campaign')
        return { body: { data: [campaignRow('120'), campaignRow('121')] } };
      if (path.includes(ACCOUNT)) return failure(2, 1504038);
      return { body: { data: [row(path.includes('120') ? '1' : '2', '2026-03-02')] } };
    });
    const rows = (await Array.fromAsync(client.adDays(DAY))).flat();
    expect(rows.map(({ adId }) => adId)).toEqual(['1', '2']);
    expect(
      requests.map(({ path, query }) => [path.split('/')[2], query.get('level'), query.get('limit')]),
    ).toEqual([
      ...['500', '125', '31', '25'].map((limit) => [ACCOUNT, 'ad', limit]),
      [ACCOUNT, 'campaign', '25'],
      ['120', 'ad', '25'],
      ['121', 'ad', '25'],
    ]);
  });

  it('too much even for one campaign of one day are given up, not asked for ever', async () => {
    const { client, requests } = await graph(({ query }) =>
      query.get('level') === 'campaign' ? { body: { data: [campaignRow('120')] } } : failure(100, 1487534),
    );
    await expect(Array.fromAsync(client.adDays(DAY))).rejects.toMatchObject({ kind: 'split' });
    expect(requests).toHaveLength(6);
  });

  it.each([
    ['a day that was not asked for', row('1', '2026-03-09')],
    ['a week in one row', { ...row('1', '2026-03-02'), date_stop: '2026-03-08' }],
    ['an id that is a number', { ...row('1', '2026-03-02'), ad_id: 120210 }],
  ])('with %s are refused whole', async (_, stray) => {
    const { client } = await graph(() => ({ body: { data: [row('1', '2026-03-02'), stray] } }));
    await expect(Array.fromAsync(client.adDays(DAY))).rejects.toMatchObject({ kind: 'permanent' });
  });

  it('whose paging goes in circles are refused instead of read for ever', async () => {
    const paging = { cursors: { after: 'same' }, next: 'https://graph.facebook.com/next' };
    const { client } = await graph(() => ({ body: { data: [], paging } }));
    await expect(Array.fromAsync(client.adDays(DAY))).rejects.toMatchObject({ kind: 'permanent' });
  });
});

describe('a request', () => {
  it('is repeated after trouble that passes: code 2, an HTML page, a bare 502', async () => {
    const answers = [failure(2), { body: '<html>busy</html>' }, { status: 502, body: '' }];
    const { client, requests } = await graph(() => answers.shift() ?? { body: { data: [] } });
    await Array.fromAsync(client.adDays(DAY));
    expect(requests).toHaveLength(4);
  });

  it.each([
    [190, 463, 'auth', 'token'],
    [200, undefined, 'permission', 'account'],
    [4, undefined, 'throttle', 'app'],
    [2635, undefined, 'version', 'app'],
    [100, undefined, 'permanent', 'account'],
  ])('refused by %s/%s is not repeated: %s of the %s', async (code, subcode, kind, scope) => {
    const { client, requests } = await graph(() => failure(code, subcode));
    await expect(Array.fromAsync(client.adDays(DAY))).rejects.toMatchObject({ kind, scope });
    expect(requests).toHaveLength(1);
  });

  it('is not sent while the account has used up 95 % of its limit', async () => {
    const headers = { 'x-ad-account-usage': '{"acc_id_util_pct":96,"reset_time_duration":100}' };
    const { client, requests } = await graph(() => ({ body: { data: [] }, headers }));
    await Array.fromAsync(client.adDays(DAY));
    await expect(Array.fromAsync(client.accountDays(DAY))).rejects.toMatchObject({ kind: 'throttle' });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [17, 'account', 1],
    [80004, 'account', 1],
    [4, 'app', 0],
  ])('refused for a limit (%s) leaves that %s alone, and nothing else', async (code, scope, others) => {
    const { client, requests } = await graph(({ path }) =>
      path.includes(ACCOUNT) ? failure(code) : { body: { data: [] } },
    );
    await expect(Array.fromAsync(client.adDays(DAY))).rejects.toMatchObject({ kind: 'throttle', scope });
    await expect(Array.fromAsync(client.accountDays(DAY))).rejects.toMatchObject({ kind: 'throttle', scope });
    await Array.fromAsync(client.adDays({ ...DAY, accountId: 'act_2' })).catch(() => undefined);
    expect(requests.map(({ path }) => path.split('/')[2])).toEqual([ACCOUNT, ...['act_2'].slice(0, others)]);
  });

  it('proves the app secret when there is one', async () => {
    const { client, requests } = await graph(() => ({ body: { data: [] } }), { appSecret: 'app-secret' });
    await Array.fromAsync(client.adDays(DAY));
    const proof = createHmac('sha256', 'app-secret').update(TOKEN).digest('hex');
    expect(requests[0]?.query.get('appsecret_proof')).toBe(proof);
  });

  it('tells when Meta silently answered by another version', async () => {
    const warnings: string[] = [];
    const headers = { 'x-ad-api-version-warning': 'v25.0 was upgraded to v26.0' };
    const { client } = await graph(() => ({ body: { data: [] }, headers }), {
      onVersionWarning: (warning) => warnings.push(warning),
    });
    await Array.fromAsync(client.adDays(DAY));
    expect(warnings).toEqual(['v25.0 was upgraded to v26.0']);
  });

  it('whose refusal quotes the token keeps the token out of the error', async () => {
    const { client } = await graph(() => failure(190, undefined, `Malformed access token ${TOKEN}`));
    const error: unknown = await client.adAccounts().catch((thrown: unknown) => thrown);
    expect(JSON.stringify({ error, text: String(error) })).not.toContain(TOKEN);
    expect(error).toMatchObject({ details: { answer: 'Malformed access token [cut]' } });
  });
});

describe('a scope that keeps failing', () => {
  const other = { ...DAY, accountId: 'act_666059476005255' };
  const read = (client: MetaClient, range = DAY) => Array.fromAsync(client.adDays(range));

  it('is left alone: of an account without touching the others, and is asked again after its rest', async () => {
    let away = true;
    const { client, requests } = await graph(
      ({ path }) => (away && path.includes(ACCOUNT) ? failure(2) : { body: { data: [] } }),
      { restMs: 50 },
    );
    await expect(read(client)).rejects.toMatchObject({ kind: 'transient' });
    expect(requests).toHaveLength(5);
    await expect(read(client)).rejects.toMatchObject({ kind: 'transient', scope: 'account' });
    expect(requests).toHaveLength(5);
    await read(client, other);
    away = false;
    await new Promise((done) => setTimeout(done, 60));
    await read(client);
    expect(requests).toHaveLength(7);
  });

  it('is the app when account after account fails: the rest is not asked at all', async () => {
    const { client, requests } = await graph(() => failure(2));
    for (const id of ['act_1', 'act_2', 'act_3'])
      await expect(read(client, { ...DAY, accountId: id })).rejects.toMatchObject({ kind: 'transient' });
    await expect(read(client, other)).rejects.toMatchObject({ kind: 'transient', scope: 'app' });
    expect(requests).toHaveLength(15);
  });

  it('is never one that only refuses', async () => {
    const { client, requests } = await graph(() => failure(200));
    for (let asked = 0; asked < 20; asked += 1)
      await expect(read(client)).rejects.toMatchObject({ kind: 'permission' });
    expect(requests).toHaveLength(20);
  });
});

it('a hundred identical questions at once are one request', async () => {
  const { client, requests } = await graph(() => ({ body: { data: [row('1', '2026-03-02')] } }));
  const answers = await Promise.all(Array.from({ length: 100 }, () => Array.fromAsync(client.adDays(DAY))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(requests).toHaveLength(1);
});

describe('the ad accounts of the token', () => {
  const account = (id: string, name: string) => ({
    id: `act_${id}`,
    account_id: id,
    name,
    currency: 'USD',
    timezone_name: 'Asia/Almaty',
    account_status: 1,
  });
  const edges: Record<string, object[]> = {
    '/v25.0/me/businesses': [{ id: '77', name: 'School' }],
    '/v25.0/77/owned_ad_accounts': [account('1', 'Own')],
    '/v25.0/77/client_ad_accounts': [account('2', 'Agency')],
    '/v25.0/me/adaccounts': [account('2', 'Agency'), account('3', 'Private')],
  };

  it('of its businesses and its own come once each', async () => {
    const { client } = await graph(({ path }) => ({ body: { data: edges[path] ?? [] } }));
    const { accounts, refused } = await client.adAccounts();
    expect(accounts.map(({ accountId }) => accountId)).toEqual(['act_1', 'act_2', 'act_3']);
    expect(refused).toEqual([]);
  });

  it('are listed without an edge that is closed to it, and the edge is named', async () => {
    const { client } = await graph(({ path }) =>
      path.endsWith('/businesses') ? failure(200) : { body: { data: edges[path] ?? [] } },
    );
    const { accounts, refused } = await client.adAccounts();
    expect(accounts.map(({ accountId }) => accountId)).toEqual(['act_2', 'act_3']);
    expect(refused).toEqual(['me/businesses']);
  });
});

describe('the token', () => {
  it('that never expires has no end', async () => {
    const data = {
      is_valid: true,
      type: 'SYSTEM_USER',
      expires_at: 0,
      data_access_expires_at: 1_800_000_000,
    };
    const { client } = await graph(() => ({ body: { data } }));
    expect(await client.debugToken()).toMatchObject({
      valid: true,
      expiresAt: null,
      dataAccessExpiresAt: new Date(1_800_000_000_000),
    });
  });
});
