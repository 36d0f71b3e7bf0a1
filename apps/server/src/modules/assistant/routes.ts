import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import { AppError, forbidden } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { actorOf, createThrottle, isSameOrigin, requirePrincipal } from '../access/index.ts';
import type { ApiAnswer } from './answer-tool.ts';
import { createMcpServer } from './create-mcp-server.ts';

type Deps = { clock: Clock; publicUrl: string };

/** An assistant asks a few tools for one question of a person; more than two a second is a loop. */
const REQUESTS_A_MINUTE = 120;
/** A call is a name and a few parameters. */
const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * `/mcp`: the reports for assistants (Model Context Protocol over streamable HTTP), by token only. Stateless: no session,
 * no stream, every answer is one JSON document, so any number of processes may stand behind one address.
 */
export function registerMcpRoutes(app: Server, { clock, publicUrl }: Deps): void {
  const throttle = createThrottle({ limit: REQUESTS_A_MINUTE, windowMs: 60_000, clock });
  const schema = { hide: true };
  app.post('/mcp', { schema, bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    refuseForeignPage(request, publicUrl);
    const waitSeconds = throttle.take(actorOf(requirePrincipal(request)));
    if (waitSeconds > 0) {
      reply.header('retry-after', String(waitSeconds));
      throw new AppError('rate_limit', 'Слишком много вопросов ассистента: подождите минуту');
    }
    return answer(app, request, reply);
  });
  for (const method of ['GET', 'DELETE'] as const)
    app.route({
      method,
      url: '/mcp',
      schema,
      // There is no session to stream or to end: the protocol's answer for that is 405.
      handler: async (_request, reply) =>
        reply
          .code(405)
          .header('allow', 'POST')
          .send({
            jsonrpc: '2.0',
            error: { code: -32_000, message: 'Method not allowed' },
            id: null,
          }),
    });
}

/**
 * A page of another site must not speak through the browser of somebody whose machine reaches us (DNS rebinding), even
 * with a token it was given. Programs send no Origin.
 */
function refuseForeignPage(request: FastifyRequest, publicUrl: string): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  // `host` is what a rebound name would forge: only our own configured address counts.
  if (!isSameOrigin({ origin }, publicUrl)) throw forbidden('Запрос пришёл с чужой страницы и отклонён');
}

async function answer(app: Server, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const server = createMcpServer(requirePrincipal(request), (route) => askApi(app, request, route));
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    const { accept = '', 'content-type': type = '', 'mcp-protocol-version': version } = request.headers;
    const headers = new Headers({ accept, 'content-type': type });
    if (version !== undefined) headers.set('mcp-protocol-version', String(version));
    const asked = new Request(new URL('/mcp', publicBase(request)), { method: 'POST', headers });
    const said = await transport.handleRequest(asked, { parsedBody: request.body });
    reply.code(said.status).header('cache-control', 'no-store');
    const text = await said.text();
    if (text === '') return reply.send();
    return reply.type(said.headers.get('content-type') ?? 'application/json').send(text);
  } finally {
    await server.close();
  }
}

/** The transport wants an address; nothing of it is used. */
const publicBase = (request: FastifyRequest): string => `${request.protocol}://localhost`;

/** Asks a route of the API with the caller's token and language: the guard judges it like any other request. */
async function askApi(
  app: Server,
  request: FastifyRequest,
  route: { method: 'GET' | 'POST'; url: string },
): Promise<ApiAnswer> {
  const { authorization = '', 'accept-language': language = 'ru' } = request.headers;
  const said = await app.inject({
    ...route,
    headers: { authorization, 'accept-language': language },
    remoteAddress: request.ip,
  });
  return { status: said.statusCode, body: said.json() };
}
