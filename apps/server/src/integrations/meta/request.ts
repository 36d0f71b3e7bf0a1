import { createHmac } from 'node:crypto';
import { shareInFlight } from '../../platform/cache.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import { ErrorAnswer } from './answers.ts';
import type { MetaErrorKind, MetaErrorScope } from './classify-error.ts';
import { MetaError, toMetaError } from './meta-error.ts';
import { createResilience, type ResilienceOptions } from './resilience.ts';
import { parseUsage } from './usage.ts';
import { createUsageGate, type UsageGate } from './usage-gate.ts';

/** Says that Meta answered by a newer version than we asked for. */
const VERSION_WARNING = 'x-ad-api-version-warning';

export type MetaClientOptions = ResilienceOptions & {
  /** FB_GRAPH_URL; `/v25.0/...` follows it. */
  graphUrl: string;
  version: string;
  accessToken: string;
  /** When given, every request carries `appsecret_proof`. */
  appSecret?: string | null;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
  clock?: Clock;
  /** Told how every single request ended, retries included; `throttle` also of those not sent because of a limit. */
  onOutcome?: (outcome: 'ok' | MetaErrorKind, scope: MetaErrorScope) => void;
  /** Told when Meta upgraded our version silently: a person must pin a living one. */
  onVersionWarning?: (warning: string) => void;
};

/**
 * Reads `path` of the pinned version. `accountId` names the ad account whose limits the request uses, null for none.
 * Throws MetaError.
 */
export type MetaGet = (
  path: string,
  params: Readonly<Record<string, string>>,
  accountId: string | null,
) => Promise<unknown>;

/**
 * GET with the token in the header (a URL ends up in logs), under Meta's usage limits; what fails in passing is repeated
 * (see `createResilience`), and the same question asked while it is being answered is asked once.
 */
export function createRequest(options: MetaClientOptions): MetaGet {
  const gate = createUsageGate(options.clock ?? systemClock);
  const resilient = createResilience(options);
  const share = shareInFlight<unknown>();
  return (path, params, accountId) => {
    const url = new URL(`${options.graphUrl.replace(/\/$/, '')}/${options.version}/${path}`);
    for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
    if (options.appSecret)
      url.searchParams.set('appsecret_proof', proof(options.appSecret, options.accessToken));
    return share(url.href, () =>
      resilient(accountId, () => observed(options, () => getOnce(url, accountId, gate, options))),
    );
  };
}

async function observed<T>({ onOutcome }: MetaClientOptions, ask: () => Promise<T>): Promise<T> {
  try {
    const answer = await ask();
    onOutcome?.('ok', 'account');
    return answer;
  } catch (error) {
    if (error instanceof MetaError) onOutcome?.(error.kind, error.scope);
    throw error;
  }
}

async function getOnce(
  url: URL,
  accountId: string | null,
  gate: UsageGate,
  options: MetaClientOptions,
): Promise<unknown> {
  await gate.enter(accountId);
  const { status, headers, body } = await send(url, options);
  const usage = parseUsage(headers);
  gate.note(accountId, usage);
  const warning = headers.get(VERSION_WARNING);
  if (warning !== null) options.onVersionWarning?.(warning);
  const answer = parseJson(body);
  const failure = ErrorAnswer.safeParse(answer);
  if (failure.success) {
    const error = toMetaError(status, failure.data.error, options.accessToken);
    if (error.kind === 'throttle' && error.scope !== 'token') gate.pause(error.scope, accountId, usage);
    throw error;
  }
  // An HTML page of something in between, or a bare status: nothing of it may be believed, and it usually passes.
  if (answer === undefined || status !== 200) throw new MetaError('transient', { status });
  return answer;
}

async function send(
  url: URL,
  { accessToken, fetch = globalThis.fetch, timeoutMs = 60_000 }: MetaClientOptions,
) {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      // The token goes to the configured host only.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    throw new MetaError('transient', { status: null, cause });
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Proves that the caller knows the app's secret: a leaked token alone is then worth nothing. */
function proof(appSecret: string, token: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}
