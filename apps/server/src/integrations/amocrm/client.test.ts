import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmocrmError } from './amocrm-error.ts';
import { type AmocrmClientOptions, createAmocrmClient } from './client.ts';
import type { Gate } from './gate.ts';
import { longLivedToken } from './token.ts';

type Answer = {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  hang?: boolean | 'after headers';
};

const openGate: Gate = { acquire: async () => {}, note: async () => {} };

/** AmoCRM for one test: answers from `script` in order, the last one again and again. */
let script: Answer[] = [];
let asked: { url: URL; method: string | undefined; authorization: string | undefined; at: number }[] = [];
let server: Server;
let baseUrl = '';

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({
      url: new URL(request.url ?? '', baseUrl),
      method: request.method,
      authorization: request.headers.authorization,
      at: Date.now(),
    });
    const {
      status = 200,
      body = '',
      headers = {},
      hang,
    } = script[Math.min(asked.length, script.length) - 1] ?? {};
    if (hang === 'after headers') response.writeHead(200).write('{');
    if (hang) return;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const client = (options: Partial<AmocrmClientOptions> = {}) =>
  createAmocrmClient({
    baseUrl,
    anyHost: true,
    token: longLivedToken('secret-token'),
    gate: openGate,
    leadFieldIds: () => ({ utm_source: [434731] }),
    backoffMs: 1,
    ...options,
  });
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

const wonFlagman = { pipelineId: 10418746, statusId: 142 };
const row = (id: number, fields: object = {}) => ({ id, status_id: 142, pipeline_id: 10418746, ...fields });
const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => row(from + index));
const page = (leads: object[], next = true): Answer => ({
  body: { _links: next ? { next: { href: 'https://elsewhere.test/steal' } } : {}, _embedded: { leads } },
});

async function read(options: Parameters<ReturnType<typeof client>['listLeads']>[0] = {}) {
  const leadIds: string[] = [];
  for await (const lead of client().listLeads(options)) leadIds.push(lead.leadId);
  return leadIds;
}
async function failure(promise: Promise<unknown>): Promise<AmocrmError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AmocrmError)) throw new Error(`expected AmocrmError, got ${String(error)}`);
  return error;
}

describe('requests', () => {
  it('carry the token as it is now, and ask the configured host', async () => {
    script = [{ body: { id: 32427762, name: 'onAI', subdomain: 'onai', extra: 1 } }];
    let turn = 0;
    const reader = client({
      token: { current: async () => `token-${(turn += 1)}`, latest: () => null, renew: async () => null },
    });
    expect(await reader.account()).toEqual({ id: '32427762', name: 'onAI', subdomain: 'onai' });
    await reader.account();
    expect(asked.map(({ url, authorization }) => [url.pathname, authorization])).toEqual([
      ['/api/v4/account', 'Bearer token-1'],
      ['/api/v4/account', 'Bearer token-2'],
    ]);
  });
});

describe('refusals', () => {
  it.each([
    [401, '22-api-problem-401.json', 'unauthorized'],
    [402, '22-api-problem-401.json', 'unpaid'],
    [403, '28-api-403-html-body.txt', 'blocked'],
  ] as const)('%i stops at once', async (status, file, kind) => {
    script = [{ status, body: fixture(file) }];
    expect(await failure(client().account())).toMatchObject({
      kind,
      retryable: false,
      upstreamStatus: status,
      source: 'amocrm',
    });
    expect(asked).toHaveLength(1);
  });

  it('400 "Payment Required" is an unpaid account too, any other 400 is unexpected', async () => {
    script = [{ status: 400, body: { title: 'Payment Required', status: 400 } }];
    expect(await failure(client().account())).toMatchObject({ kind: 'unpaid', upstreamStatus: 400 });
    script = [{ status: 400, body: {} }];
    expect(await failure(client().account())).toMatchObject({ kind: 'unexpected', retryable: false });
  });

  it('quote the answer as text, without its tags and without our token', async () => {
    script = [{ status: 403, body: '<html><h1>403 Forbidden</h1><hr>nginx</html>' }];
    const error = await failure(client().account());
    expect(error.details).toEqual({ kind: 'blocked', status: 403, answer: '403 Forbidden nginx' });
    expect(inspect(error, { depth: 9 })).not.toContain('secret-token');
  });

  it('5xx and HTML in place of JSON are asked again until they pass', async () => {
    script = [
      { status: 502, body: '<html>' },
      { body: '<html>maintenance</html>' },
      { body: { id: 1, name: 'a', subdomain: 'a' } },
    ];
    expect((await client().account()).id).toBe('1');
    expect(asked).toHaveLength(3);
  });

  it('give up after 4 retries', async () => {
    script = [{ status: 500 }];
    expect(await failure(client().account())).toMatchObject({ kind: 'server', retryable: true });
    expect(asked).toHaveLength(5);
  });

  it('429 waits as long as the body or the header asks', async () => {
    const account = { body: { id: 1, name: 'a', subdomain: 'a' } };
    for (const busy of [{ body: { retry_after: 1 } }, { headers: { 'retry-after': '1' } }]) {
      asked = [];
      script = [{ status: 429, ...busy }, account];
      await client().account();
      expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
    }
  });

  it('429 with a wait over a minute is left to the caller', async () => {
    script = [{ status: 429, body: { retry_after: 600 } }];
    expect(await failure(client().account())).toMatchObject({
      kind: 'rate',
      retryable: true,
      retryAfterMs: 600_000,
    });
    expect(asked).toHaveLength(1);
  });

  it('a server that does not answer, or is not there, is a network error', async () => {
    script = [{ hang: true }];
    expect(await failure(client({ timeoutMs: 30 }).account())).toMatchObject({
      kind: 'network',
      upstreamStatus: null,
      retryable: true,
    });
    expect(asked).toHaveLength(5);
    asked = [];
    script = [{ hang: 'after headers' }, { body: { id: 1, name: 'a', subdomain: 'a' } }];
    await client({ timeoutMs: 30 }).account();
    expect(asked).toHaveLength(2);
    const nobody = client({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    expect(await failure(nobody.account())).toMatchObject({ kind: 'network' });
  });

  it('a redirect is not followed and not repeated: the token stays with the configured host', async () => {
    script = [{ status: 302, headers: { location: '/api/v4/elsewhere' } }];
    expect(await failure(client().account())).toMatchObject({ kind: 'unexpected', upstreamStatus: 302 });
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/api/v4/account']);
  });

  it('a body beyond all bounds is cut off, not swallowed', async () => {
    script = [{ body: `"${'x'.repeat(33 * 1024 * 1024)}"` }];
    expect(await failure(client().account())).toMatchObject({
      kind: 'unexpected',
      details: { answer: 'the body is too large' },
    });
  });

  it('an answer of another shape is unexpected', async () => {
    script = [{ body: { success: true } }];
    expect(await failure(client().account())).toMatchObject({ kind: 'unexpected' });
    expect(await failure(client().leadsByIds(['1']))).toMatchObject({ kind: 'unexpected' });
    script = [page([{ title: 'not a deal' }])];
    expect(await failure(client().leadsByIds(['1']))).toMatchObject({ kind: 'unexpected' });
  });
});

describe('listLeads', () => {
  it('reads page after page until a short one', async () => {
    script = [page(rows(1, 250)), page(rows(251, 250)), page(rows(501, 3))];
    expect(await read()).toHaveLength(503);
    expect(asked.map(({ url }) => [url.searchParams.get('page'), url.searchParams.get('limit')])).toEqual([
      ['1', '250'],
      ['2', '250'],
      ['3', '250'],
    ]);
  });

  it('stops on 204 and where there is no next', async () => {
    script = [page(rows(1, 250)), { status: 204 }];
    expect(await read()).toHaveLength(250);
    asked = [];
    script = [page(rows(1, 250), false)];
    expect(await read()).toHaveLength(250);
    expect(asked).toHaveLength(1);
  });

  it('ends when the same page comes again and again, and gives every deal once', async () => {
    script = [page(rows(1, 250))];
    expect(await read()).toHaveLength(250);
    expect(asked).toHaveLength(2);
  });

  it('continues from a page', async () => {
    script = [{ status: 204 }];
    await read({ fromPage: 7 });
    expect(asked[0]?.url.searchParams.get('page')).toBe('7');
  });

  it('asks by status and time of change, and drops what was not asked for: unknown filters are ignored', async () => {
    script = [page([row(1), row(2, { status_id: 143 }), row(3, { pipeline_id: 9430994 })])];
    const filters = {
      statuses: [wonFlagman],
      updatedFrom: new Date('2026-01-01T00:00:00.900Z'),
      updatedTo: new Date('2026-01-02T00:00:00Z'),
    };
    expect(await read({ filters, withContacts: true })).toEqual(['1']);
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
      page: '1',
      limit: '250',
      'order[id]': 'asc',
      with: 'contacts',
      'filter[statuses][0][pipeline_id]': '10418746',
      'filter[statuses][0][status_id]': '142',
      'filter[updated_at][from]': '1767225600',
      'filter[updated_at][to]': '1767312000',
    });
  });
});

describe('a range of change times', () => {
  it('is looked at in each returned deal, to the second and with both ends: an ignored filter brings everything', async () => {
    const second = 1_767_225_600;
    script = [
      page(
        [
          row(1, { updated_at: second - 1 }),
          row(2, { updated_at: second }),
          row(3, { updated_at: second + 60 }),
          row(4, { updated_at: second + 61 }),
          row(5),
        ],
        false,
      ),
    ];
    const updatedFrom = new Date(second * 1000 + 900);
    const updatedTo = new Date((second + 60) * 1000 + 100);
    expect(await read({ filters: { updatedFrom, updatedTo } })).toEqual(['2', '3', '5']);
  });
});

describe('webhook subscriptions', () => {
  const hook = { id: 1, destination: 'https://x.test/hook/secret', settings: ['add_lead'], disabled: true };

  it('are listed; 204 is none', async () => {
    script = [{ body: { _total_items: 1, _embedded: { webhooks: [hook] } } }, { status: 204 }];
    expect(await client().webhooks()).toEqual([
      { destination: 'https://x.test/hook/secret', settings: ['add_lead'], disabled: true },
    ]);
    expect(await client().webhooks()).toEqual([]);
  });

  it('are made by POST, also again after a failure that passes', async () => {
    script = [{ status: 502 }, { status: 201, body: { ...hook, disabled: false } }];
    expect(await client().subscribe(hook.destination, ['add_lead'])).toMatchObject({ disabled: false });
    expect(asked.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /api/v4/webhooks',
      'POST /api/v4/webhooks',
    ]);
  });

  it('of another shape are unexpected', async () => {
    script = [{ body: { _embedded: {} } }];
    expect(await failure(client().webhooks())).toMatchObject({ kind: 'unexpected' });
  });
});

describe('leadsByIds and contactsByIds', () => {
  it('ask 100 ids a call and return them in order, each once', async () => {
    script = [page([row(2), row(1)], false), page([row(101)], false)];
    const ids = Array.from({ length: 101 }, (_, index) => String(index + 1));
    const leads = await client().leadsByIds([...ids, '1']);
    expect(leads.map((lead) => lead.leadId)).toEqual(['1', '2', '101']);
    expect(asked.map(({ url }) => url.searchParams.getAll('filter[id][]').length)).toEqual([100, 2]);
    expect(asked[0]?.url.searchParams.get('with')).toBe('contacts');
  });

  it('read closing time, contact ids and UTM of a deal', async () => {
    const custom_fields_values = [{ field_id: 434731, field_code: null, values: [{ value: 'fb_muha' }] }];
    script = [
      page([
        row(1, {
          closed_at: 1748268812,
          custom_fields_values,
          _embedded: { contacts: [{ id: 5, is_main: true }] },
        }),
      ]),
    ];
    expect(await client().leadsByIds(['1'])).toMatchObject([
      { closedAt: new Date(1748268812000), contactIds: ['5'], utm: { utm_source: 'fb_muha' } },
    ]);
  });

  it('read phones and e-mails of a contact as typed', async () => {
    const custom_fields_values = [
      { field_code: 'PHONE', values: [{ value: '8 701 123 45 67', enum_code: 'WORK' }, { value: ' ' }] },
      { field_code: 'EMAIL', values: [{ value: 'Aigerim@Mail.kz' }] },
      { field_code: 'POSITION', values: [{ value: 'x' }] },
    ];
    const contacts = [
      { id: 5, name: 'Айгерим', custom_fields_values },
      { id: 6, name: '', custom_fields_values: null },
    ];
    script = [{ body: { _embedded: { contacts } } }];
    expect(await client().contactsByIds(['5', '6', '7'])).toEqual([
      { id: '5', name: 'Айгерим', phones: ['8 701 123 45 67'], emails: ['Aigerim@Mail.kz'] },
      { id: '6', name: null, phones: [], emails: [] },
    ]);
  });

  it.each([
    ['leads, one not asked for: the filter was ignored', [row(1), row(999)]],
    ['leads, one unreadable: it may be any of them', [row(1), { title: 'no id' }]],
  ])('do not pass off as missing what is unknown: %s', async (_, leads) => {
    script = [page(leads, false)];
    expect(await failure(client().leadsByIds(['1', '2']))).toMatchObject({ kind: 'unexpected' });
    script = [{ body: { _embedded: { contacts: leads } } }];
    expect(await failure(client().contactsByIds(['1', '2']))).toMatchObject({ kind: 'unexpected' });
  });

  it('ask nothing for no ids', async () => {
    expect(await client().leadsByIds([])).toEqual([]);
    expect(asked).toEqual([]);
  });
});
