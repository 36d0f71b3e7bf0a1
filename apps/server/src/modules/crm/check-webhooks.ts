import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { type HookAddress, type HookVerdict, judgeHook } from './judge-hooks.ts';

export const WEBHOOKS_CHECK = 'amocrm.webhooks';
const MISSING = 'amocrm.webhook_missing';
const DISABLED = 'amocrm.webhook_disabled';

export type HooksDeps = {
  db: Db;
  clock: Clock;
  log: Logger;
  amocrm: AmocrmClient;
  addresses: readonly HookAddress[];
  secret: string | null;
};

/** Compares the account's subscriptions with our addresses, and raises or clears the two alarms about them. */
export async function checkWebhooks(deps: HooksDeps): Promise<{ webhooks: HookVerdict[] }> {
  const subscriptions = await deps.amocrm.webhooks();
  const webhooks = deps.addresses.map((address) => judgeHook(address, deps.secret, subscriptions));
  await settleAlarm(deps, MISSING, missingMessage(webhooks), webhooks);
  await settleAlarm(deps, DISABLED, disabledMessage(webhooks), webhooks);
  return { webhooks };
}

/** What is wrong with the subscriptions and what to do, in Russian; null when nothing is. */
export function webhooksProblem(webhooks: readonly HookVerdict[]): string | null {
  return disabledMessage(webhooks) ?? missingMessage(webhooks);
}

function missingMessage(webhooks: readonly HookVerdict[]): string | null {
  const paths = pathsIn(webhooks, ['missing', 'wrong_secret', 'incomplete']);
  return paths === null
    ? null
    : `Подписки AmoCRM на наши вебхуки нет или она неполная: ${paths}. Выполните npm run amocrm:subscribe`;
}

function disabledMessage(webhooks: readonly HookVerdict[]): string | null {
  const paths = pathsIn(webhooks, ['disabled']);
  return paths === null
    ? null
    : `AmoCRM отключил наши вебхуки после ошибок: ${paths}. Выполните npm run amocrm:subscribe`;
}

function pathsIn(webhooks: readonly HookVerdict[], states: readonly HookVerdict['state'][]): string | null {
  const paths = webhooks.filter(({ state }) => states.includes(state)).map(({ path }) => path);
  return paths.length === 0 ? null : paths.join(', ');
}

async function settleAlarm(
  deps: HooksDeps,
  key: string,
  message: string | null,
  webhooks: HookVerdict[],
): Promise<void> {
  if (message === null) await clearAlarm(deps, key);
  else await raiseAlarm(deps, { key, source: 'amocrm', message, details: { webhooks } });
}
