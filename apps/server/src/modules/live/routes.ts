import type { ServerResponse } from 'node:http';
import type { Server } from '../../platform/http/index.ts';
import type { Broadcast } from './broadcast.ts';

/** Proxies close silent connections after a minute; a comment line keeps this one. */
const KEEPALIVE_MS = 25_000;
/** The guard looks at the caller when the stream opens: a revoked session loses it after this time at the latest. */
const STREAM_MS = 5 * 60_000;

/** Server-sent events: `changed` with the topics whose figures should be read again. */
export function registerLiveRoutes(app: Server, broadcast: Broadcast): void {
  const open = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const response of open) response.end();
    broadcast.stop();
  });
  app.get('/api/v1/events', { schema: { tags: ['live'] } }, (request, reply) => {
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    });
    response.write('retry: 2000\n\n');
    open.add(response);
    const unlisten = broadcast.listen((event) => {
      response.write(`event: changed\ndata: ${JSON.stringify(event)}\n\n`);
    });
    const keepalive = setInterval(() => response.write(': here\n\n'), KEEPALIVE_MS);
    const expiry = setTimeout(() => response.end(), STREAM_MS);
    request.raw.on('close', () => {
      clearInterval(keepalive);
      clearTimeout(expiry);
      unlisten();
      open.delete(response);
    });
  });
}
