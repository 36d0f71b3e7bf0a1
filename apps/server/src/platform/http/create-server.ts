import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, {
  type FastifyBaseLogger,
  LogController,
  type FastifyInstance,
  type RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Drain } from '../drain.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Tracer } from '../tracing.ts';
import { answerError } from './answer-error.ts';
import './principal.ts';
import { storableRequest } from './storable-request.ts';

/** The product's HTTP server: Fastify with zod schemas both ways. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const LOOKS_AT_HEALTH = new Set(['/healthz', '/readyz', '/metrics']);
const JSON_LIMIT_BYTES = 1024 * 1024;

const PRIVATE = /^\/(api|webhook|metrics|readyz|healthz)(\/|$|\?)/;
/** What a page of ours has no use for, and a script that got in must not have. */
const PERMISSIONS =
  'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()';

/**
 * A server without routes: request ids, the error shape of the contract, security headers. The access
 * guard comes next, then the routes.
 */
export async function createServer(options: {
  log: Logger;
  trustProxy: boolean | number | string[];
  https: boolean;
  drain?: Drain;
  metrics?: Metrics;
  tracer?: Tracer | null;
}): Promise<Server> {
  const app: Server = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    trustProxy: trusted(options.trustProxy),
    bodyLimit: JSON_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    // Our own wide line replaces Fastify's two (logRequests).
    logController: new LogController({ disableRequestLogging: true }),
    // What arrives on an open connection while we close is served: the drain before it has sent the others away.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.decorateRequest('principal', null);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    // Answers are of one caller: neither a proxy nor the browser's disk keeps them.
    if (PRIVATE.test(request.url) && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
    if (options.drain?.begun) reply.header('connection', 'close');
  });
  const { drain } = options;
  if (drain !== undefined)
    app.addHook('onRequest', async ({ routeOptions }) => {
      if (!LOOKS_AT_HEALTH.has(routeOptions.url ?? '')) drain.arrived();
    });
  app.addHook('preValidation', async (request) => {
    request.query = storableRequest(request.query);
    request.params = storableRequest(request.params);
    request.body = storableRequest(request.body);
  });
  // A form of another site can send plain text without asking: our API reads JSON only.
  app.removeContentTypeParser('text/plain');
  logRequests(app, options.metrics);
  if (options.tracer) traceRequests(app, options.tracer);
  await app.register(cookie);
  await registerSecurityHeaders(app, options.https);
  return app;
}

/** So many proxies in front of us: of `X-Forwarded-For` the entry that the outermost of them has written counts. */
function trusted(proxies: boolean | number | string[]) {
  if (typeof proxies !== 'number') return proxies;
  return (_address: string, hop: number) => hop < proxies;
}

/** One wide line per request, by route pattern: raw URLs may hold a webhook secret. */
function logRequests(app: Server, metrics: Metrics | undefined): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics?.httpSeconds.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: `${Math.floor(reply.statusCode / 100)}xx`,
      },
      reply.elapsedTime / 1000,
    );
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        bytes: request.headers['content-length'],
        actor: request.principal?.kind === 'user' ? request.principal.id : request.principal?.name,
      },
      'request',
    );
  });
}

/** One span per request, by route pattern as well. */
function traceRequests(app: Server, tracer: Tracer): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { traceparent } = request.headers;
    tracer.record({
      ...{ name: `${request.method} ${route}`, kind: 2, ms: reply.elapsedTime },
      startedAt: new Date(Date.now() - reply.elapsedTime),
      failed: reply.statusCode >= 500,
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'traffic.request_id': request.id,
      },
    });
  });
}

async function registerSecurityHeaders(app: Server, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    hsts: https,
    crossOriginEmbedderPolicy: false,
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', PERMISSIONS);
  });
}
