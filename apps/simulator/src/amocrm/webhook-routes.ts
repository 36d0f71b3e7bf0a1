import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import type { Account } from './account.ts';
import { sendProblem } from './problem.ts';
import { DEFAULT_SETTINGS, type Subscription } from './subscriptions.ts';

const subscribeSchema = z.object({
  destination: z.url(),
  settings: z
    .array(z.string())
    .min(1)
    .default([...DEFAULT_SETTINGS]),
});
const unsubscribeSchema = z.object({ destination: z.string() });

/** GET lists, POST subscribes (again = changes and turns on), DELETE unsubscribes by destination. */
export function registerWebhooks(scope: FastifyInstance, { hooks, account, now }: Simulation): void {
  scope.get('/webhooks', async (_, reply) => {
    const webhooks = hooks.subscriptions.all.filter(({ digitalPipeline }) => !digitalPipeline);
    if (webhooks.length === 0) return reply.code(204).send();
    return {
      _total_items: webhooks.length,
      _embedded: { webhooks: webhooks.map((webhook) => present(account, webhook)) },
    };
  });
  scope.post('/webhooks', async (request, reply) => {
    const body = subscribeSchema.safeParse(request.body);
    if (!body.success) return sendProblem(reply, 400);
    const { destination, settings } = body.data;
    return reply
      .code(201)
      .send(present(account, hooks.subscriptions.subscribe(destination, settings, now())));
  });
  scope.delete('/webhooks', async (request, reply) => {
    const body = unsubscribeSchema.safeParse(request.body);
    if (!body.success || !hooks.subscriptions.unsubscribe(body.data.destination))
      return sendProblem(reply, 404);
    return reply.code(204).send();
  });
}

function present(account: Account, webhook: Subscription): object {
  return {
    id: webhook.id,
    destination: webhook.destination,
    created_at: webhook.createdAtSec,
    updated_at: webhook.updatedAtSec,
    account_id: account.id,
    created_by: account.userId,
    sort: webhook.sort,
    disabled: webhook.disabled,
    settings: webhook.settings,
  };
}
