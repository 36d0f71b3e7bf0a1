import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Balancer = { url: string; close(): Promise<void> };

type Upstream = { port: number; agent: Agent; ready: boolean; looking: boolean };

const LOOK_MS = 200;

/**
 * What Caddy or nginx does in front of two processes, in small: connections kept open to each, /healthz asked five times a second, new
 * requests only to those that said yes. (Not /readyz: with the database away nobody is ready, and hooks must still reach the spool.) A request that could not be delivered at all (connection refused) goes to the other one;
 * one that may have arrived is never sent twice.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const upstreams = ports.map(
    (port): Upstream => ({ port, agent: new Agent({ keepAlive: true }), ready: false, looking: false }),
  );
  const look = setInterval(() => {
    for (const upstream of upstreams) void askReady(upstream);
  }, LOOK_MS);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const ready = upstreams.filter((upstream) => upstream.ready);
      turn += 1;
      const order = ready
        .map((_, index) => ready[(turn + index) % ready.length])
        .filter((one) => one !== undefined);
      forward(order, incoming, Buffer.concat(chunks), outgoing);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      clearInterval(look);
      server.close();
      server.closeAllConnections();
      for (const { agent } of upstreams) agent.destroy();
    },
  };
}

async function askReady(upstream: Upstream): Promise<void> {
  // A busy process answers late: one look at a time, and what it said last stands until then.
  if (upstream.looking) return;
  upstream.looking = true;
  const answer = await fetch(`http://127.0.0.1:${upstream.port}/healthz`).catch(() => null);
  upstream.looking = false;
  upstream.ready = answer?.ok ?? false;
}

function forward(order: Upstream[], incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const [upstream, ...others] = order;
  if (upstream === undefined) {
    outgoing.writeHead(503).end('no process is ready');
    return;
  }
  const { connection: _ours, ...headers } = incoming.headers;
  const { port, agent } = upstream;
  const target = request({
    port,
    agent,
    host: '127.0.0.1',
    method: incoming.method,
    path: incoming.url,
    headers,
  });
  target.on('response', (answer) => {
    const { connection: _theirs, ...kept } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(outgoing);
  });
  target.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') forward(others, incoming, body, outgoing);
    else if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end(error.message);
  });
  target.end(body);
}
