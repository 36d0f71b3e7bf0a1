import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import Fastify, {
  type FastifyBaseLogger,
  LogController,
  type FastifyInstance,
  type RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Drain } from '../drain.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Tracer } from '../tracing.ts';
import { answerError } from './answer-error.ts';
import './principal.ts';

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

/**
 * A server without routes: request ids, the error shape of the contract, security headers. The access
 * guard comes next, then the routes.
 */
export async function createServer(options: {
  log: Logger;
  trustProxy: boolean;
  https: boolean;
  drain?: Drain;
  metrics?: Metrics;
  tracer?: Tracer | null;
}): Promise<Server> {
  const app: Server = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    trustProxy: options.trustProxy,
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
    if (options.drain?.begun) reply.header('connection', 'close');
  });
  const { drain } = options;
  if (drain !== undefined)
    app.addHook('onRequest', async ({ routeOptions }) => {
      if (!LOOKS_AT_HEALTH.has(routeOptions.url ?? '')) drain.arrived();
    });
  logRequests(app, options.metrics);
  if (options.tracer) traceRequests(app, options.tracer);
  await app.register(cookie);
  await registerSecurityHeaders(app, options.https);
  return app;
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
}

/**
 * OpenAPI at `/api/openapi.json` and its reference page at `/api/docs`, from the routes' own schemas.
 * Register it before the routes it should describe.
 */
export async function registerReference(app: Server): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Traffic Dashboard', version: '0.1.0' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (scope) => {
    // The reference page brings inline styles and a script of its own: its policy is wider than the product's.
    scope.addHook('onSend', async (_request, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:",
      );
    });
    await scope.register(scalar, {
      routePrefix: '/api/docs',
      configuration: { url: '/api/openapi.json', telemetry: false, withDefaultFonts: false },
    });
  });
}
