import {
  DeliveryResponse,
  InboxQuery,
  InboxResponse,
  ReplayRequest,
  ReplayResponse,
  SuccessResponse,
  WebhookAck,
  WebhookStatus,
} from '@traffic/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { listDeliveries, webhookActivity } from './list-deliveries.ts';
import { readDelivery } from './read-delivery.ts';
import type { Receiver } from './receive-delivery.ts';
import type { RefusalCounter } from './refused-webhooks.ts';
import { removeTestDelivery } from './remove-test-delivery.ts';
import { replayDeliveries } from './replay-deliveries.ts';
import { createSecretCheck } from './webhook-secret.ts';

/** The addresses AmoCRM and people already use. All enter the same inbox: the deal's pipeline decides. */
export const WEBHOOK_PATHS = [
  '/api/amocrm/sales-webhook',
  '/api/amocrm/funnel-sale',
  '/webhook/amocrm/traffic',
] as const;

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;
/** What a delivery is kept with: enough to trace it, nothing that is a credential. */
const KEPT_HEADERS = ['user-agent', 'x-amocrm-requestid', 'content-type', 'content-length'];

type Deps = {
  db: Db;
  clock: Clock;
  receiver: Receiver;
  webhookSecret: string | null;
  refusals: RefusalCounter;
};

export async function registerInboxRoutes(app: Server, deps: Deps): Promise<void> {
  await app.register(async (scope) => {
    // The bytes are kept as they came; nothing is parsed before the answer.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    for (const path of WEBHOOK_PATHS) registerWebhook(scope as Server, path, deps);
  });
  app.get(
    '/api/v1/inbox',
    { schema: { querystring: InboxQuery, response: { 200: InboxResponse }, tags: ['inbox'] } },
    async (request) => ({ success: true as const, ...(await listDeliveries(deps.db, request.query)) }),
  );
  app.get(
    '/api/v1/inbox/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: DeliveryResponse },
        tags: ['inbox'],
      },
    },
    async (request) => ({
      success: true as const,
      delivery: await readDelivery(deps.db, request.params.id),
    }),
  );
  app.delete(
    '/api/v1/inbox/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: SuccessResponse },
        tags: ['inbox'],
      },
    },
    async (request) => {
      const actor = actorOf(requirePrincipal(request));
      await removeTestDelivery({ ...deps, actor }, request.params.id);
      return { success: true as const };
    },
  );
  app.post(
    '/api/v1/inbox/replay',
    { schema: { body: ReplayRequest, response: { 200: ReplayResponse }, tags: ['inbox'] } },
    async (request) => {
      const actor = actorOf(requirePrincipal(request));
      const result = await replayDeliveries(deps.db, request.body, { clock: deps.clock, actor });
      return { success: true as const, ...result };
    },
  );
}

function registerWebhook(app: Server, path: string, deps: Deps): void {
  const secretMatches = createSecretCheck(deps.webhookSecret);

  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    const given = secretOf(request);
    if (!secretMatches(given)) {
      request.log.warn({ path }, 'webhook refused: wrong secret');
      deps.refusals.count(path);
      throw new AppError('unauthorized', 'Неверный секрет вебхука: сверьте адрес в настройках AmoCRM');
    }
    const id = await deps.receiver.receive({
      endpoint: path,
      receivedAt: deps.clock.now(),
      contentType: request.headers['content-type'] ?? null,
      headers: keptHeaders(request),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      requestId: request.id,
    });
    return reply.send({ success: true, delivery_id: id });
  };
  const status = async () => ({
    success: true as const,
    endpoint: path,
    ...(await webhookActivity(deps.db, path, deps.clock.now())),
  });

  const query = z.object({ secret: z.string().max(200).optional() });
  const params = z.object({ secret: z.string().max(200) });
  const post = { querystring: query, response: { 200: WebhookAck }, tags: ['webhooks'] };
  const get = { response: { 200: WebhookStatus }, tags: ['webhooks'] };
  app.post(path, { schema: post }, receive);
  app.post(`${path}/:secret`, { schema: { ...post, params } }, receive);
  app.get(path, { schema: get }, status);
  app.get(`${path}/:secret`, { schema: { ...get, params } }, status);
}

function secretOf(request: FastifyRequest): string | undefined {
  const fromPath = (request.params as { secret?: string }).secret;
  return fromPath ?? (request.query as { secret?: string }).secret;
}

function keptHeaders(request: FastifyRequest): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = request.headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 500);
  }
  return kept;
}
