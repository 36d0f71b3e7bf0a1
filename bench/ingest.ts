/**
 * How many webhooks a second are acknowledged, in one run on one machine, against two baselines:
 *
 *   bare     the same server with a route that stores nothing (the ceiling)
 *   single   one INSERT and one commit per request (what group commit has to beat)
 *   ours     the inbox: group commit, answer after the commit
 *
 * `node bench/ingest.ts [connections] [seconds]`; with DATABASE_URL on that server, else on an embedded one.
 * Only addresses of this machine are contacted; figures go into docs/performance.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { createReceiver, openSpool } from '../apps/server/src/modules/inbox/index.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';

const connections = Number(process.argv[2] ?? 64);
const seconds = Number(process.argv[3] ?? 8);
const log = createLogger({ level: 'silent', name: 'bench' });
const BODY = new URLSearchParams(
  Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      `leads[status][0][custom_fields][${index}][id]`,
      String(index),
    ]),
  ),
).toString();

type Handler = (body: Buffer, requestId: string) => Promise<unknown>;

async function measure(name: string, handle: Handler): Promise<number> {
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  let next = 0;
  app.post('/hook', async (incoming) => {
    next += 1;
    await handle(incoming.body as Buffer, `${name}-${next}`);
    return { success: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        await post(port, agent);
        latencies.push(performance.now() - startedAt);
      }
    }),
  );
  agent.destroy();
  await app.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  const rate = latencies.length / seconds;
  console.log(`${name.padEnd(8)} ${rate.toFixed(0).padStart(7)}/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`);
  return rate;
}

function post(port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port,
        agent,
        host: '127.0.0.1',
        path: '/hook',
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(BODY),
        },
      },
      (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`answered ${answer.statusCode}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(BODY);
  });
}

const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, pool, close } = connectDatabase({ url, maxConnections: 12, applicationName: 'bench' });
const { spool, release } = await openSpool(join(folder, 'spool'));
const receiver = createReceiver({ db, spool, log, onStored: () => {} });
await receiver.drainSpool();

const delivery = (body: Buffer, requestId: string) => ({
  endpoint: '/bench',
  receivedAt: new Date(),
  contentType: 'application/x-www-form-urlencoded',
  headers: { 'user-agent': 'bench' },
  body,
  requestId,
});
const single: Handler = (body, requestId) =>
  pool.query(
    `insert into webhook_deliveries (endpoint, received_at, next_attempt_at, content_type, headers, body, content_hash, request_id)
     values ('/bench', now(), now(), 'x', '{"user-agent": "bench"}', $1, '\\x00', $2)`,
    [body, requestId],
  );

const bare = await measure('bare', async () => undefined);
const one = await measure('single', single);
const ours = await measure('ours', (body, requestId) => receiver.receive(delivery(body, requestId)));
console.log(`ours / single ${(ours / one).toFixed(2)}   ours / bare ${(ours / bare).toFixed(2)}`);

await receiver.close();
release();
await pool.query(`delete from webhook_deliveries where endpoint = '/bench'`);
await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });
