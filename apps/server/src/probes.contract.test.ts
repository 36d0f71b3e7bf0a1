import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY } from './modules/access/index.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from './testing/running-server.ts';

/** What a scanner of the kind of ZAP would try, against the whole server with a little data in it. */
let server: TestServer;
let proxied: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  proxied = await createTestServer({
    env: { TRUST_PROXY: 'true', PUBLIC_URL: 'https://traffic.school.example' },
  });
  const deal = { id: 9001, name: HOSTILE, status_id: 142, pipeline_id: 10350882, price: 5000 };
  await server.hook(leadHook('status', { ...deal, updated_at: 1_763_546_400, utm: { utm_source: HOSTILE } }));
  await server.processInbox();
});
afterAll(async () => {
  await server.close();
  await proxied.close();
});

const HOSTILE = `"><script>alert(1)</script>'; drop table deals;--`;
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
/** Words of a stack, a query or a file of ours: none belongs into an answer. */
const LEAKS =
  /\bat .+\.ts:\d+|node_modules|\/apps\/server|syntax error at|SELECT .+ FROM|select .+ from |pg_catalog|ECONNREFUSED|root:x:0|ENCRYPTION_KEY=/;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Answer = Awaited<ReturnType<TestServer['app']['inject']>>;
const ask = (url: string, headers: Record<string, string> = ADMIN): Promise<Answer> =>
  server.app.inject({ url, headers });

const routes = Object.entries(POLICY).map(([key, access]) => {
  const [method = '', path = ''] = key.split(' ');
  return { key, method: method as Method, path, access };
});
/** An event stream never ends; the shell is static. */
const readable = routes.filter(
  ({ key, method }) => method === 'GET' && key !== 'GET /api/v1/events' && key !== 'GET /*',
);
const writable = routes.filter(({ method, access }) => method !== 'GET' && access !== 'webhook');

type Parameter = { name: string; in: string };
/** The parameters of a route as its own description names them. */
async function parametersOf(path: string): Promise<string[]> {
  const described = (await ask('/api/openapi.json')).json<{
    paths: Record<string, { get?: { parameters?: Parameter[] } }>;
  }>();
  const entry = described.paths[path.replaceAll(/:(\w+)/g, '{$1}')];
  return (entry?.get?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
}

const expectCalm = (answer: Answer, what: string) => {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 300)}`).not.toBe(500);
  expect(answer.body.slice(0, 200_000), what).not.toMatch(LEAKS);
};

describe('what is typed into any parameter', () => {
  const payloads = [
    `' or 1=1;--`,
    `{"$gt":""}`,
    '\u0000',
    '../../../../etc/passwd',
    '😀'.repeat(300),
    '-1',
    '1e309',
    HOSTILE,
  ];

  it.each(readable)('$key answers calmly', async ({ path }) => {
    const names = await parametersOf(path);
    const filled = path.replaceAll(/:\w+/g, '1');
    for (const payload of payloads) {
      const value = encodeURIComponent(payload);
      for (const name of names) expectCalm(await ask(`${filled}?${name}=${value}`), `${name}=${payload}`);
      if (path.includes(':') && !path.includes(':secret')) {
        const answer = await ask(path.replaceAll(/:\w+/g, value));
        expectCalm(answer, payload);
      }
    }
  });

  it.each(writable)('$key answers calmly to a body of any shape', async ({ method, path, access }) => {
    const bodies = [
      ...[
        'null',
        '[]',
        '"x"',
        '7',
        '{}',
        '{',
        '{"__proto__":{"role":"admin"}}',
        '{"constructor":{"prototype":{}}}',
      ],
      JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, HOSTILE]))),
      JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, 'a\u0000b']))),
      JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, { $ne: null }]))),
      JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, -1]))),
    ];
    const headers = { ...(access === 'open' ? {} : ADMIN), 'content-type': 'application/json' };
    for (const payload of bodies) {
      const url = path.replaceAll(/:\w+/g, encodeURIComponent(`1'\u0000`));
      expectCalm(await server.app.inject({ method, url, headers, payload }), payload);
      const plain = { method, url: path.replaceAll(/:\w+/g, '999999'), headers, payload };
      expectCalm(await server.app.inject(plain), payload);
    }
  });
});

/** Names of fields that our requests have. */
const FIELDS = [
  ...[
    'email',
    'name',
    'password',
    'role',
    'team',
    'scope',
    'kind',
    'token',
    'reason',
    'lead_id',
    'leads',
    'rules',
  ],
  ...[
    'note',
    'start',
    'end',
    'date',
    'currency',
    'rate',
    'state',
    'endpoint',
    'campaign_id',
    'account_id',
    'slug',
  ],
  ...[
    'emoji',
    'color',
    'product_key',
    'contact_name',
    'sale_amount',
    'product_name',
    'utm_source',
    'users',
    'q',
  ],
];

describe('paths and files', () => {
  it.each([
    ...[
      '/..%2f..%2f..%2f..%2fetc/passwd',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
    ],
    ...[
      '/assets/%00.js',
      '/..%5c..%5cpackage.json',
      '/.env',
      '/.git/config',
      '/package.json',
      '/assets/%252e%252e%252fpackage.json',
    ],
    ...['/index.html%00', '//etc/passwd', '/api/../.env', '/static/..;/..;/etc/passwd'],
  ])('%s gives no file of the machine', async (url) => {
    const answer = await ask(url, {});
    expect(answer.body).not.toMatch(/root:x:0|"dependencies"|\[core\]|ENCRYPTION_KEY/);
    expectCalm(answer, url);
  });

  it.each([
    '//evil.example',
    '//evil.example/%2f..',
    '/\\evil.example',
    '/api/docs//evil.example/..',
    '/%0d%0aLocation:%20//evil.example',
  ])('%s redirects to no other site', async (url) => {
    const answer = await ask(url);
    expect(String(answer.headers.location ?? '/')).toMatch(/^\/(?![/\\])/);
    expect(answer.headers['x-injected']).toBeUndefined();
  });
});

describe('headers', () => {
  it('a foreign Host or X-Forwarded-Host gets into no redirect and no link', async () => {
    const foreign = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const docs = await proxied.app.inject({ url: '/api/docs', headers: { ...ADMIN, ...foreign } });
    expect(String(docs.headers.location)).toBe('/api/docs/');
    const invite = await proxied.app.inject({
      ...{ method: 'POST', url: '/api/v1/invites', headers: { ...ADMIN, ...foreign } },
      payload: { email: 'new@school.example', role: 'analyst' },
    });
    expect(invite.json<{ link: string }>().link).toMatch(/^https:\/\/traffic\.school\.example\/invite\//);
  });

  it('line breaks in what is sent become no header of the answer', async () => {
    const value = encodeURIComponent('x\r\nSet-Cookie: stolen=1\r\nX-Injected: yes');
    for (const url of [
      `/api/v1/overview?team=${value}`,
      `/${value}`,
      `/api/v1/export.csv?report=${value}`,
      `/api/v1/leads/${value}`,
    ]) {
      const { headers } = await ask(url);
      expect(headers['x-injected']).toBeUndefined();
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    '%s makes no GET a DELETE, and neither does _method',
    async (name) => {
      const answer = await ask('/api/v1/tokens?_method=DELETE', { ...ADMIN, [name]: 'DELETE' });
      expect(answer.statusCode).toBe(200);
      expect(answer.json<{ tokens: { revoked_at: string | null }[] }>().tokens[0]?.revoked_at).toBeNull();
    },
  );

  it('no other site may read an answer: there is no CORS, for a preflight neither', async () => {
    const origin = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['GET', 'OPTIONS'] as const) {
      const answer = await server.app.inject({
        method,
        url: '/api/v1/overview',
        headers: { ...ADMIN, ...origin },
      });
      expect(Object.keys(answer.headers).filter((header) => header.startsWith('access-control'))).toEqual([]);
    }
  });

  it('TRACE and methods that no route has are refused', async () => {
    for (const method of ['OPTIONS', 'HEAD', 'PUT'] as const)
      expect(
        (await server.app.inject({ method, url: '/api/v1/session', headers: ADMIN })).statusCode,
      ).toBeGreaterThan(399);
  });

  it('behind one proxy the address is the one the proxy wrote, whatever the caller wrote before it', async () => {
    const guess = (forwarded: string) =>
      proxied.app.inject({
        ...{ method: 'POST', url: '/api/v1/session' },
        headers: { 'x-forwarded-for': `${forwarded}, 203.0.113.5` },
        payload: { email: 'victim@school.example', password: 'wrong' },
      });
    const statuses = [];
    for (let tries = 0; tries < 11; tries += 1)
      statuses.push((await guess(`198.51.100.${tries}`)).statusCode);
    expect(statuses.at(-1)).toBe(429);
  });

  const DOCS_SCRIPT = '/api/docs/js/scalar.js';
  it.each([...readable.map(({ path }) => path.replaceAll(/:\w+/g, '1')), '/', '/login', '/api/v1/nothing'])(
    '%s comes with every security header, no unsafe policy, and is kept by nobody it should not be',
    async (url) => {
      const { headers } = await ask(url);
      const csp = String(headers['content-security-policy']);
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
      const kept =
        url === DOCS_SCRIPT
          ? /^private/
          : url.startsWith('/api')
            ? /no-store/
            : /no-store|no-cache|undefined/;
      expect(String(headers['cache-control'])).toMatch(kept);
    },
  );

  it('of the reference page carry a nonce that is another one each time, and every script of it', async () => {
    const [one, two] = [await ask('/api/docs/'), await ask('/api/docs/')];
    const nonceOf = (answer: Answer) =>
      /'nonce-([\w-]+)'/.exec(String(answer.headers['content-security-policy']))?.[1];
    expect(nonceOf(one)).toMatch(/^[\w-]{22}$/);
    expect(nonceOf(one)).not.toBe(nonceOf(two));
    const scripts = [...one.body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.every((tag) => tag.includes(`nonce="${nonceOf(one)}"`))).toBe(true);
  });

  it('ask browsers for https only where people come by https', async () => {
    expect((await ask('/')).headers['strict-transport-security']).toBeUndefined();
    const secure = await proxied.app.inject({ url: '/' });
    expect(secure.headers['strict-transport-security']).toContain('max-age=');
  });
});

describe('sizes', () => {
  it('a huge body, a deep one, a huge address and a thousand parameters are refused calmly', async () => {
    const json = { ...ADMIN, 'content-type': 'application/json' };
    const post = (payload: string) =>
      server.app.inject({ method: 'POST', url: '/api/v1/invites', headers: json, payload });
    expect((await post(`{"email":"${'x'.repeat(1_200_000)}"}`)).statusCode).toBe(413);
    const deep = await post(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(deep.statusCode).toBe(400);
    expectCalm(await ask(`/api/v1/overview?team=${'x'.repeat(20_000)}`), 'a long address');
    const many = Array.from({ length: 1_000 }, (_, index) => `preset=7d&a${index}=1`).join('&');
    expectCalm(await ask(`/api/v1/overview?${many}`), 'many parameters');
  });
});

describe('a form of another site', () => {
  it.each(writable.filter(({ access }) => access !== 'leads-writer'))(
    '$key reads nothing but JSON',
    async ({ method, path, access }) => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await server.app.inject({
          ...{ method, url: path.replaceAll(/:\w+/g, '999999') },
          headers: { ...(access === 'open' ? {} : ADMIN), 'content-type': type },
          payload: '{"email":"a@b.example","role":"admin","password":"x"}',
        });
        expect(answer.statusCode, type).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode, type).toBeLessThan(500);
      }
    },
  );
});
