import { z } from 'zod';
import { AmocrmError } from './amocrm-error.ts';
import type { AmocrmRequest } from './request.ts';

/** A webhook subscription of the account. Hooks of the Digital Pipeline are not in the list of the REST API. */
export type WebhookSubscription = {
  /** The address AmoCRM posts to. Ours holds the secret: never to be logged or shown. */
  destination: string;
  /** Events, such as `status_lead`. */
  settings: string[];
  /** AmoCRM switched it off after too many invalid answers; it stays off until a person subscribes anew. */
  disabled: boolean;
};

const Subscription = z.object({
  destination: z.string(),
  settings: z.array(z.string()).nullish(),
  disabled: z.boolean().nullish(),
});
const List = z.object({ _embedded: z.object({ webhooks: z.array(Subscription) }) });

/** GET /webhooks: every subscription of the account, also other integrations'. */
export async function listWebhooks(request: AmocrmRequest): Promise<WebhookSubscription[]> {
  const answer = await request({ path: '/webhooks' });
  if (answer === null) return [];
  const list = List.safeParse(answer);
  if (!list.success) throw new AmocrmError('unexpected', { status: 200 });
  return list.data._embedded.webhooks.map(toSubscription);
}

/** POST /webhooks: subscribes an address, changes its events, or turns it on again; safe to repeat. */
export async function subscribeWebhook(
  request: AmocrmRequest,
  destination: string,
  settings: readonly string[],
): Promise<WebhookSubscription> {
  const answer = Subscription.safeParse(
    await request({ path: '/webhooks', post: { destination, settings } }),
  );
  if (!answer.success) throw new AmocrmError('unexpected', { status: 200 });
  return toSubscription(answer.data);
}

function toSubscription({ destination, settings, disabled }: z.infer<typeof Subscription>) {
  return { destination, settings: settings ?? [], disabled: disabled ?? false };
}
