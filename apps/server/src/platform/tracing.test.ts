import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { createTracer, type Span, toOtlp } from './tracing.ts';

let collector: Server;
let endpoint: string;
let status = 200;
const received: { path: string; body: ReturnType<typeof toOtlp> }[] = [];
beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(text) as object });
      response.writeHead(status).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
});
afterAll(() => collector.close());

const span: Span = {
  ...{ name: 'GET /api/v1/overview', kind: 2, startedAt: new Date('2026-11-20T10:00:00.250Z'), ms: 12.5 },
  ...{ failed: false, attributes: { 'http.route': '/api/v1/overview', 'http.response.status_code': 200 } },
};
const log = createLogger({ level: 'silent', name: 'test' });
const tracer = () => createTracer({ endpoint, service: 'traffic-dashboard', role: 'api', log });

it('sends spans to /v1/traces of the collector when it closes', async () => {
  received.length = 0;
  const one = tracer();
  one.record(span);
  one.record({ ...span, name: 'spend.sync-hourly', kind: 1, failed: true });
  await one.close();
  expect(received.map(({ path }) => path)).toEqual(['/v1/traces']);
  expect(received[0]?.body).toMatchObject({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'traffic-dashboard' } }, {}] },
        scopeSpans: [
          {
            spans: [
              { name: span.name, kind: 2, status: {} },
              { kind: 1, status: { code: 2 } },
            ],
          },
        ],
      },
    ],
  });
});

it('writes ids in hex and times in nanoseconds, exact to the microsecond', () => {
  const text = JSON.stringify(toOtlp([span], { service: 's', role: 'api' }));
  expect(text).toContain('"startTimeUnixNano":"1795168800250000000"');
  expect(text).toContain('"endTimeUnixNano":"1795168800262500000"');
  expect(text).toMatch(/"traceId":"[0-9a-f]{32}","spanId":"[0-9a-f]{16}"/);
});

it('goes on a trace that the caller began, and not on nonsense', () => {
  const traceId = 'a'.repeat(32);
  const parent = `00-${traceId}-${'b'.repeat(16)}-01`;
  expect(JSON.stringify(toOtlp([{ ...span, parent }], { service: 's', role: 'r' }))).toContain(
    `"traceId":"${traceId}"`,
  );
  expect(
    JSON.stringify(toOtlp([{ ...span, parent: 'x"; drop' }], { service: 's', role: 'r' })),
  ).not.toContain('drop');
});

it('a collector that refuses or is away harms nobody', async () => {
  status = 503;
  const refused = tracer();
  refused.record(span);
  await refused.close();
  const away = createTracer({ endpoint: 'http://127.0.0.1:1', service: 's', role: 'r', log });
  for (let index = 0; index < 5_000; index += 1) away.record(span);
  await expect(away.close()).resolves.toBeUndefined();
});
