import type { WebhookSubscription } from '../../integrations/amocrm/index.ts';

/** What a sale's life consists of: created, changed (price, UTM), moved, deleted, restored. */
export const NEEDED_EVENTS = [
  'add_lead',
  'update_lead',
  'status_lead',
  'delete_lead',
  'restore_lead',
] as const;

/** Where AmoCRM should post to: one address per path, with the secret as its last part. Not for logs. */
export type HookAddress = { path: string; url: string };

/**
 * - `ok` subscribed, on, all events
 * - `missing` no subscription of this address
 * - `wrong_secret` subscribed, but with another secret: every call is refused
 * - `disabled` AmoCRM switched it off after too many invalid answers
 * - `incomplete` subscribed without some of the events
 */
export type HookState = 'ok' | 'missing' | 'wrong_secret' | 'disabled' | 'incomplete';
export type HookVerdict = { path: string; state: HookState; missing_events: string[] };

export function hookAddresses(
  paths: readonly string[],
  { publicUrl, secret }: { publicUrl: string; secret: string | null },
): HookAddress[] {
  const base = publicUrl.replace(/\/+$/, '');
  return paths.map((path) => ({ path, url: `${base}${path}${secret === null ? '' : `/${secret}`}` }));
}

/** What the account's subscriptions mean for one of our addresses. */
export function judgeHook(
  { path, url }: HookAddress,
  secret: string | null,
  subscriptions: readonly WebhookSubscription[],
): HookVerdict {
  const verdict = (state: HookState, missing_events: string[] = []) => ({ path, state, missing_events });
  const ours = subscriptions.filter(({ destination }) => pointsTo(destination, url, secret));
  const on = ours.filter(({ disabled }) => !disabled);
  if (on.length > 0) {
    const events = new Set(on.flatMap(({ settings }) => settings));
    const missing = NEEDED_EVENTS.filter((event) => !events.has(event));
    return missing.length === 0 ? verdict('ok') : verdict('incomplete', missing);
  }
  if (ours.length > 0) return verdict('disabled');
  const strangers = subscriptions.some(({ destination }) => isSameRoute(destination, url, secret));
  return strangers ? verdict('wrong_secret') : verdict('missing', [...NEEDED_EVENTS]);
}

/** The secret may stand at the end of the path or in `?secret=`. */
function pointsTo(destination: string, ours: string, secret: string | null): boolean {
  const [given, wanted] = [URL.parse(destination), URL.parse(ours)];
  if (given === null || wanted === null || given.origin !== wanted.origin) return false;
  if (trimmed(given) === trimmed(wanted)) return true;
  return (
    secret !== null && given.searchParams.get('secret') === secret && isSameRoute(destination, ours, secret)
  );
}

/** Our address as a route, whatever its secret. */
function isSameRoute(destination: string, ours: string, secret: string | null): boolean {
  const [given, wanted] = [URL.parse(destination), URL.parse(ours)];
  if (given === null || wanted === null || given.origin !== wanted.origin) return false;
  const bare = secret === null ? trimmed(wanted) : trimmed(wanted).slice(0, -secret.length - 1);
  return trimmed(given) === bare || trimmed(given).startsWith(`${bare}/`);
}

const trimmed = ({ pathname }: URL) => pathname.replace(/\/+$/, '');
