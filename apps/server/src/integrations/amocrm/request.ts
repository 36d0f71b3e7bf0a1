import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import PQueue from 'p-queue';
import { AmocrmError, toAmocrmError } from './amocrm-error.ts';

const MAX_RETRIES = 4;
const MAX_BACKOFF_MS = 30_000;
/** A longer wait is not slept through: the caller's schedule comes back later anyway. */
const MAX_RETRY_AFTER_MS = 60_000;

export type RequestOptions = {
  /** e.g. `https://onaiagencykz.amocrm.ru`; paths start with /api/v4. */
  baseUrl: string;
  /** Read before every request, so that a renewed token is used at once. */
  token: () => string | Promise<string>;
  fetch?: typeof globalThis.fetch;
  /** AmoCRM allows 7 a second per integration and blocks the account on repeated excess. */
  requestsPerSecond?: number;
  timeoutMs?: number;
  /** The first pause before a retry; doubled each time, jittered. */
  backoffMs?: number;
};

/** Reads a path of /api/v4; null is AmoCRM's 204, "nothing there". */
export type AmocrmGet = (path: string, query?: readonly (readonly [string, string])[]) => Promise<unknown>;

/**
 * A GET that keeps under the rate limit, times out, and retries what is worth retrying: 429 after the
 * wait AmoCRM asked for, 5xx and network by jittered exponential backoff. Throws AmocrmError.
 */
export function createRequest(options: RequestOptions): AmocrmGet {
  const { baseUrl, requestsPerSecond = 5, backoffMs = 500 } = options;
  const limiter = new PQueue({ interval: 1000, intervalCap: requestsPerSecond, strict: true });
  const policy = retry(handleWhen(isWorthRetrying), {
    maxAttempts: MAX_RETRIES,
    backoff: new DelegateBackoff(({ attempt, result }) =>
      pauseMs(attempt, backoffMs, 'error' in result ? result.error : null),
    ),
  });
  return (path, query = []) => {
    // Appended, not resolved: a base may have a path of its own (the simulator, a relay).
    const url = new URL(`${baseUrl.replace(/\/$/, '')}/api/v4${path}`);
    for (const [key, value] of query) url.searchParams.append(key, value);
    return policy.execute(() => limiter.add(() => getOnce(url, options)));
  };
}

async function getOnce(url: URL, { token, fetch = globalThis.fetch, timeoutMs = 30_000 }: RequestOptions) {
  const authorization = `Bearer ${await token()}`;
  const { status, headers, body } = await send(url, fetch, {
    headers: { authorization, accept: 'application/json' },
    // The token goes to the configured host only.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (status === 204) return null;
  if (status < 200 || status > 299) throw toAmocrmError(status, headers, body);
  try {
    const json: unknown = JSON.parse(body);
    return json;
  } catch (cause) {
    // A proxy's page with status 200: nothing of it may be believed, and it usually passes.
    throw new AmocrmError('server', { status, cause });
  }
}

async function send(url: URL, fetch: typeof globalThis.fetch, init: RequestInit) {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    throw new AmocrmError('network', { status: null, cause });
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof AmocrmError) || !error.retryable) return false;
  return (error.retryAfterMs ?? 0) <= MAX_RETRY_AFTER_MS;
}

function pauseMs(attempt: number, firstMs: number, error: unknown): number {
  const backoff = Math.min(firstMs * 2 ** (attempt - 1), MAX_BACKOFF_MS) * (0.5 + Math.random());
  return Math.max(backoff, error instanceof AmocrmError ? (error.retryAfterMs ?? 0) : 0);
}
