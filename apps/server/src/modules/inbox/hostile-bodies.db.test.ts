import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer, WEBHOOK_SECRET } from '../../testing/running-server.ts';

const BODIES = 20_000;
/** Nothing generated here is a won deal of a known pipeline: any sale would be invented. */
const NOT_WON = 81856842;

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
});

const valid = fc
  .record({ id: fc.nat(), price: fc.string(), name: fc.string(), updated_at: fc.integer() })
  .map((lead) => Buffer.from(leadHook('update', { ...lead, status_id: NOT_WON, pipeline_id: 10350882 })));
const truncated = fc.tuple(valid, fc.double({ min: 0, max: 1, noNaN: true })).map(([body, share]) => {
  return body.subarray(0, Math.floor(body.length * share));
});
const keyPart = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'leads',
    'status',
    'add',
    '0',
    '-1',
    '',
  ),
  fc.string({ maxLength: 12 }),
);
const hostileForm = fc
  .array(fc.tuple(fc.array(keyPart, { minLength: 1, maxLength: 14 }), fc.string()), { maxLength: 30 })
  .map((pairs) =>
    Buffer.from(
      pairs.map(([[head = '', ...rest], v]) => `${head}${rest.map((k) => `[${k}]`).join('')}=${v}`).join('&'),
    ),
  );
const hostileJson = fc.oneof(
  fc.json({ maxDepth: 12 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      '{"__proto__":{"polluted":1}}',
      '{"leads":{"__proto__":{"polluted":1}}}',
      '{"leads":[',
      '[[[[',
    )
    .map((text) => Buffer.from(text)),
);
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const contentType = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded; charset=koi8-r',
);

async function post(body: Buffer, type: string): Promise<number> {
  const url = `/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`;
  const answer = await server.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': type },
    payload: body,
  });
  return answer.statusCode;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes of live objects and buffers of this process, server and test together. */
function liveMegabytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

async function statesOfInbox(): Promise<Record<string, number>> {
  const rows = await server.context.db
    .selectFrom('webhook_deliveries')
    .select(['state', (eb) => eb.fn.countAll<string>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
}

describe('hostile bodies', () => {
  it(`${BODIES} of them are all answered 200 and kept; none fails, sells or pollutes anything`, {
    timeout: 120_000,
  }, async () => {
    const body = fc.oneof(valid, truncated, hostileForm, hostileJson, bytes);
    const posts = fc.sample(fc.tuple(body, contentType), { numRuns: BODIES, seed: 20261120 });
    const statuses = new Set<number>();
    const memory: number[] = [];
    for (let start = 0; start < posts.length; start += 100) {
      for (const status of await Promise.all(
        posts.slice(start, start + 100).map(([one, type]) => post(one, type)),
      ))
        statuses.add(status);
      if ((start + 100) % (BODIES / 4) !== 0) continue;
      await server.processInbox();
      memory.push(liveMegabytes());
    }
    expect([...statuses]).toEqual([200]);
    // The first quarter fills caches and compiles; the other three, 15,000 bodies, must leave nothing behind.
    expect((memory.at(-1) ?? Infinity) - (memory[0] ?? 0)).toBeLessThan(15);
    const { processed = 0, ignored = 0, quarantined = 0, ...others } = await statesOfInbox();
    expect(others).toEqual({});
    expect(processed + ignored + quarantined).toBe(BODIES);
    expect(await server.context.db.selectFrom('all_sales_tracking').selectAll().execute()).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('50,000 keys and 5 MB are kept and told from each other; beyond the limit is 413', async () => {
    const many = Buffer.from(
      Array.from({ length: 50_001 }, (_, index) => `leads[add][0][${index}]=1`).join('&'),
    );
    expect(await post(many, 'application/x-www-form-urlencoded')).toBe(200);
    expect(await post(Buffer.alloc(5_100_000, 'a'), 'application/x-www-form-urlencoded')).toBe(200);
    expect(await post(Buffer.alloc(5_300_000, 'a'), 'application/x-www-form-urlencoded')).toBe(413);
    const outcomes = async () => {
      await server.processInbox();
      const { body } = await server.get('/api/v1/inbox?limit=2');
      return (body.deliveries as { state: string; outcome: string | null }[])
        .map(({ state, outcome }) => `${state} ${outcome?.split(':')[0] ?? ''}`)
        .toSorted();
    };
    // On a busy machine a commit may take longer than a hook waits for it: then the body comes by the spool.
    await expect
      .poll(outcomes, { timeout: 15_000 })
      .toEqual(['quarantined too_large', 'quarantined too_many_keys']);
  });
});
