import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import { type HookAddress, type HookState, judgeHook, NEEDED_EVENTS } from './judge-hooks.ts';

export type Subscribed = { path: string; was: HookState; done: 'kept' | 'subscribed' };

/** Subscribes those of our addresses that AmoCRM does not post everything to. Safe to repeat. */
export async function subscribeWebhooks(deps: {
  amocrm: AmocrmClient;
  addresses: readonly HookAddress[];
  secret: string | null;
}): Promise<Subscribed[]> {
  const subscriptions = await deps.amocrm.webhooks();
  const results: Subscribed[] = [];
  for (const address of deps.addresses) {
    const { path, state } = judgeHook(address, deps.secret, subscriptions);
    if (state !== 'ok') await deps.amocrm.subscribe(address.url, NEEDED_EVENTS);
    results.push({ path, was: state, done: state === 'ok' ? 'kept' : 'subscribed' });
  }
  return results;
}
